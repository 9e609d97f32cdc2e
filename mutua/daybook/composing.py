"""The composer: one box on an account's page for all that can be noted or promised."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mutua.customers.models import Account, Household, Person
from mutua.customers.queries.households import is_now, members_of
from mutua.customers.queries.people import named_at, working_for
from mutua.daybook.forms import ComposerForm
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.quick_forms import OFF, QuickForm
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.foundation.files.actions.attach_file import attach_file
from mutua.foundation.records.errors import Refused
from mutua.relationships.models import Touchpoint


def composer_for(actor: Actor, record: Account | Person | Household, data: Any = None, files: Any = None) -> ComposerForm:
    """The form with the people of this account or household, or with the accounts for which this person works now, and the touchpoints of the
    catalogue: two queries."""
    if isinstance(record, Person):
        return ComposerForm(data, files, accounts=working_for(actor, record), touchpoints=_touchpoints(actor))
    if isinstance(record, Household):
        people = [(one.person_id, one.person.name) for one in members_of(actor, record) if is_now(one)]
        return ComposerForm(data, files, people=people, touchpoints=_touchpoints(actor), only_contacts=True)
    return ComposerForm(data, files, people=named_at(actor, record), touchpoints=_touchpoints(actor))


def quick_form_for(actor: Actor, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> QuickForm:
    """The form for any account that the actor sees: two queries."""
    return QuickForm(actor, data, files, touchpoints=_touchpoints(actor), initial=initial)


@prepared
def _touchpoints(actor: Actor) -> QuerySet[Touchpoint, tuple[str, str]]:
    return visible_to(actor, Touchpoint.objects.filter(retired_at=None).order_by("position")).values_list("key", "name")


@transaction.atomic
def write_down(actor: Actor, record: Account | Person | Household, form: ComposerForm) -> Interaction | Meeting | Task:
    """What the form says, with its file, as an interaction, a meeting or a task: all of it or nothing. Raises Refused.

    record: whose page it was written on. A file hangs on the interaction that it came with, otherwise on the account.
    """
    said = form.cleaned_data
    if isinstance(record, Household):
        person_id = int(said["person"]) if said["person"] else None
        return _with_its_file(actor, _written(actor, None, person_id, said, record.pk), said["file"])
    if isinstance(record, Person):
        account_id = int(said["account"]) if said["account"] else None
        return _with_its_file(actor, _written(actor, account_id, record.pk, said), said["file"])
    person_id = int(said["person"]) if said["person"] else None
    return _with_its_file(actor, _written(actor, record.pk, person_id, said), said["file"])


@transaction.atomic
def write_quickly(actor: Actor, form: QuickForm) -> Interaction | Meeting | Task:
    """The same for the form that may be opened anywhere; a task may be about no account. Raises Refused."""
    said = form.cleaned_data
    account, person = said["account"], said["person"]
    written = _written(actor, account.pk if account else None, person.pk if person else None, said)
    return _with_its_file(actor, written, said["file"])


def _with_its_file(actor: Actor, written: Interaction | Meeting | Task, file: Any) -> Interaction | Meeting | Task:
    if not file:
        return written
    if isinstance(written, Interaction):
        attach_file(actor, "interaction", written.pk, file.chunks(), name=file.name)
    elif written.account_id is not None:
        attach_file(actor, "account", written.account_id, file.chunks(), name=file.name)
    else:
        raise Refused(_("A file hangs on an account: say which one. Nothing was saved."), field="account")
    return written


def _written(
    actor: Actor, account_id: int | None, person_id: int | None, said: dict[str, Any], household_id: int | None = None
) -> Interaction | Meeting | Task:
    from mutua.daybook.actions.note_interaction import note_interaction
    from mutua.daybook.actions.plan_meeting import plan_meeting
    from mutua.daybook.actions.promise_task import promise_task

    custom: dict[str, Any] = {"custom": said["custom"]} if said.get("custom") else {}
    if said["kind"] == "task":
        title, _break, note = said["body"].strip().partition("\n")
        more = {"note": note.strip(), "promised_to_id": person_id} | _strategy_said(said.get("strategy")) | custom
        return promise_task(actor, title=title, account_id=account_id, due_on=said["due_on"], **more)
    if said["kind"] == "meeting":
        if account_id is None:
            raise Refused(_("A meeting is with people of an account: say of which one; nothing was saved."), field="kind")
        return plan_meeting(
            actor,
            account_id,
            title=said["body"],
            begins_at=said["begins_at"],
            minutes=said["minutes"] or 60,
            guest_ids=[person_id] if person_id else [],
            touchpoint=said["touchpoint"],
            time_zone=timezone.get_current_timezone_name(),
            **(where_of(said.get("where") or "") | custom),
        )
    return note_interaction(
        actor,
        account_id,
        body=said["body"],
        channel=said["kind"],
        person_id=person_id,
        household_id=household_id,
        touchpoint=said["touchpoint"],
        side=said["side"] or "us",
        **custom,
    )


def where_of(text: str) -> dict[str, Any]:
    """A place, or the address under which one joins."""
    return {"link" if text.startswith(("http://", "https://")) else "place": text}


def _strategy_said(chosen: str | None) -> dict[str, Any]:
    if not chosen:
        return {}
    return {"infer": False, "strategy_id": None if chosen == OFF else int(chosen)}
