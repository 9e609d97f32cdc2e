"""Accounts with everything that makes one whole: both sides' people, needs, touchpoints, readiness, profile, roadmap, value, tasks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from mutua.backoffice.models import Shipment
from mutua.customers.actions.add_department import add_department
from mutua.customers.actions.add_need import add_need
from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.actions.assign_colleague import assign_colleague
from mutua.customers.actions.create_account import create_account
from mutua.customers.actions.create_person import create_person
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.rate_value import rate_value
from mutua.customers.models import Account, Affiliation, Assignment, Department, Need, Person, ValueRating
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.actions.repeat_meeting import repeat_meeting
from mutua.daybook.actions.write_note import write_note
from mutua.daybook.models import Interaction, Meeting, Note
from mutua.daybook.rules.recurrence import Pattern
from mutua.demo.noting import noted
from mutua.demo.overlay.reading import once, origin, overlay
from mutua.demo.overlay.relations import in_the_past, lay_relations
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User

Told = dict[str, Any]


def lay_accounts(actor: Actor, shift: Shift, file: str) -> None:
    """Every account of an overlay file, found or made, with what hangs on it: told as the work of whoever is responsible for it."""
    told = overlay(file)
    for department in told.get("our_department", ()):
        ours = once(Department, f"us-{department['key']}", partial(_department, actor, None, "us", department))
        noted(ours)
    for one in told["account"]:
        by = actor_of(User.objects.get(name=one["owner"]))
        with in_the_past(shift, one["profile"]["days_ago"]):
            account = _account(actor, one)
            _both_sides(by, account, one)
            _needs(by, account, one)
        lay_relations(by, account, one, shift)
        _work(by, account, one, shift)


def lay_needs(actor: Actor, shift: Shift, file: str) -> None:
    """What the accounts of an overlay file need, before anything else of them: strategies answer needs, and are approved before the deals come in."""
    for one in overlay(file)["account"]:
        if "needs" in one:
            by = actor_of(User.objects.get(name=one["owner"]))
            with in_the_past(shift, one["profile"]["days_ago"]):
                _needs(by, _account(actor, one), one)


def _account(actor: Actor, told: Told) -> Account:
    values = {name: value if isinstance(value, (str, int, list)) else Decimal(str(value)) for name, value in told.get("values", {}).items()}
    owner = User.objects.get(name=told["owner"])
    if "find" not in told:
        return once(Account, told["key"], lambda: create_account(actor, **values, owner=owner, **origin(told["key"])))
    found: Account = Account.objects.get(name=told["find"])
    return edit_account(actor, found.pk, version=None, owner=owner, **values)


def _both_sides(actor: Actor, account: Account, told: Told) -> None:
    theirs = {
        d["key"]: once(Department, f"{told['key']}-{d['key']}", partial(_department, actor, account, told["key"], d))
        for d in told.get("departments", ())
    }
    for person in told.get("people", ()):
        key = f"{told['key']}-{person['key']}"
        human = once(Person, key, partial(_person, actor, person, key, told))
        noted(human)
        once(Affiliation, key, partial(_affiliation, actor, human, account, theirs.get(person.get("department", "")), person, key))
    for ours in told.get("our_people", ()):
        key = f"{told['key']}-{ours['name']}"
        user = User.objects.get(name=ours["name"])
        department = Department.everything.filter(**origin(f"us-{ours['department']}")).first()
        once(
            Assignment,
            key,
            partial(assign_colleague, actor, account, user=user, department=department, duty=ours["duty"], **origin(key)),
        )


def _department(actor: Actor, account: Account | None, key: str, told: Told) -> Department:
    return add_department(actor, account, name=told["name"], function=told["function"], **origin(f"{key}-{told['key']}"))


def _person(actor: Actor, told: Told, key: str, of: Told) -> Person:
    owner = User.objects.get(name=of["owner"])
    return create_person(actor, given_name=told["given"], family_name=told["family"], mail=told.get("mail", ""), owner=owner, **origin(key))


def _affiliation(actor: Actor, person: Person, account: Account, department: Department | None, told: Told, key: str) -> Affiliation:
    return affiliate_person(
        actor,
        person,
        account_id=account.pk,
        department=department,
        job_title=told["title"],
        buying_role=told.get("role", ""),
        **origin(key),
    )


def _needs(actor: Actor, account: Account, told: Told) -> None:
    for place, need in enumerate(told.get("needs", ())):
        key = f"{told['key']}-need-{place}"
        once(Need, key, partial(add_need, actor, account, **need, **origin(key)))
    for rating in told.get("ratings", ()):
        key = f"{told['key']}-rating-{rating['component']}"
        once(ValueRating, key, partial(rate_value, actor, account, **rating, **origin(key)))


def _work(actor: Actor, account: Account, told: Told, shift: Shift) -> None:
    for place, task in enumerate(told.get("tasks", ())):
        promise_task(
            actor,
            title=task["title"],
            account_id=account.pk,
            due_on=shift.today + timedelta(days=task["due_in"]),
            assignee=User.objects.get(name=task.get("who", told["owner"])),
            origin=f"demo-{told['key']}-{place}",
        )
    people = {p.source_key: p.pk for p in Person.everything.filter(source=origin("")["source"], source_key__startswith=f"{told['key']}-")}
    for meeting in told.get("planned_meetings", ()):
        if not Meeting.objects.filter(account=account, title=meeting["title"]).exists():
            begins = datetime.combine(shift.today + timedelta(days=meeting["days"]), time(meeting["hour"]), tzinfo=UTC)
            guests = [people[f"{told['key']}-{guest}"] for guest in meeting["guests"]]
            plan_meeting(actor, account.pk, title=meeting["title"], begins_at=begins, guest_ids=guests)
    for said in told.get("interactions", ()):
        if Interaction.objects.filter(account=account, body=said["body"]).exists():
            continue
        who = actor_of(User.objects.get(name=said.get("who", told["owner"])))
        note_interaction(
            who,
            account.pk,
            body=said["body"],
            channel=said["channel"],
            side=said["side"],
            touchpoint=said.get("touchpoint", ""),
            person_id=people.get(f"{told['key']}-{said.get('person', '')}"),
            at=datetime.combine(shift.today - timedelta(days=said["days_ago"]), time(9, 40), tzinfo=UTC),
        )
    for note in told.get("notes", ()):
        shipment = Shipment.objects.filter(account=account).order_by("-promised_on", "-pk").first()
        if shipment is not None and not Note.objects.filter(subject_kind=note["on"], subject_id=shipment.pk).exists():
            write_note(actor_of(User.objects.get(name=note["who"])), note["on"], shipment.pk, body=note["body"])
    for met in told.get("meetings", ()):
        if Meeting.objects.filter(account=account, title=met["title"]).exists():
            continue
        host = actor_of(User.objects.get(name=met["who"]))
        planned = plan_meeting(
            host,
            account.pk,
            title=met["title"],
            begins_at=datetime.combine(
                shift.today + timedelta(days=met["days_ahead"]), time.fromisoformat(met["at"]), tzinfo=ZoneInfo(met["zone"])
            ),
            minutes=met["minutes"],
            guest_ids=[people[f"{told['key']}-{met['person']}"]],
            touchpoint=met["touchpoint"],
            time_zone=met["zone"],
            place=met["place"],
        )
        if "repeats" in met:
            repeat_meeting(host, planned.pk, version=None, pattern=Pattern(met["repeats"], met.get("every", 1), times=met["times"]))
