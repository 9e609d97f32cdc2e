"""The composer: one box on an account's page for all that can be noted or promised."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mutua.customers.models import Account, Person
from mutua.customers.queries.people import named_at, working_for
from mutua.daybook.forms import ComposerForm
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.foundation.files.actions.attach_file import attach_file
from mutua.relationships.models import Touchpoint


def composer_for(actor: Actor, record: Account | Person, data: Any = None, files: Any = None) -> ComposerForm:
    """The form with the people of this account, or with the accounts for which this person works now, and the touchpoints of the catalogue: two queries."""
    if isinstance(record, Person):
        return ComposerForm(data, files, accounts=working_for(actor, record), touchpoints=_touchpoints(actor))
    return ComposerForm(data, files, people=named_at(actor, record), touchpoints=_touchpoints(actor))


@prepared
def _touchpoints(actor: Actor) -> QuerySet[Touchpoint, tuple[str, str]]:
    return visible_to(actor, Touchpoint.objects.filter(retired_at=None).order_by("position")).values_list("key", "name")


@transaction.atomic
def write_down(actor: Actor, record: Account | Person, form: ComposerForm) -> Interaction | Meeting | Task:
    """What the form says, with its file, as an interaction, a meeting or a task: all of it or nothing. Raises Refused.

    record: whose page it was written on. A file hangs on the interaction that it came with, otherwise on the account.
    """
    said = form.cleaned_data
    on_person = isinstance(record, Person)
    account_id = int(said["account"]) if on_person else record.pk
    person_id = record.pk if on_person else int(said["person"]) if said["person"] else None
    written = _written(actor, account_id, person_id, said)
    if file := said["file"]:
        kind, number = ("interaction", written.pk) if isinstance(written, Interaction) else ("account", account_id)
        attach_file(actor, kind, number, file.chunks(), name=file.name)
    return written


def _written(actor: Actor, account_id: int, person_id: int | None, said: dict[str, Any]) -> Interaction | Meeting | Task:
    from mutua.daybook.actions.note_interaction import note_interaction
    from mutua.daybook.actions.plan_meeting import plan_meeting
    from mutua.daybook.actions.promise_task import promise_task

    if said["kind"] == "task":
        title, _break, note = said["body"].strip().partition("\n")
        return promise_task(actor, title=title, note=note.strip(), account_id=account_id, due_on=said["due_on"], promised_to_id=person_id)
    if said["kind"] == "meeting":
        return plan_meeting(
            actor,
            account_id,
            title=said["body"],
            begins_at=said["begins_at"],
            minutes=said["minutes"] or 60,
            guest_ids=[person_id] if person_id else [],
            touchpoint=said["touchpoint"],
        )
    return note_interaction(
        actor,
        account_id,
        body=said["body"],
        channel=said["kind"],
        person_id=person_id,
        touchpoint=said["touchpoint"],
        side=said["side"] or "us",
    )
