"""The composer: one box on an account's page for all that can be noted or promised."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mutua.customers.models import Account
from mutua.customers.queries.people import named_at
from mutua.daybook.forms import ComposerForm
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.foundation.files.actions.attach_file import attach_file
from mutua.relationships.models import Touchpoint


def composer_for(actor: Actor, account: Account, data: Any = None, files: Any = None) -> ComposerForm:
    """The form with the people of this account and the touchpoints of the catalogue: two queries."""
    people = named_at(actor, account)
    return ComposerForm(data, files, people=people, touchpoints=_touchpoints(actor))


@prepared
def _touchpoints(actor: Actor) -> QuerySet[Touchpoint, tuple[str, str]]:
    return visible_to(actor, Touchpoint.objects.order_by("position")).values_list("key", "name")


@transaction.atomic
def write_down(actor: Actor, account: Account, form: ComposerForm) -> Interaction | Meeting | Task:
    """What the form says, with its file, as an interaction, a meeting or a task: all of it or nothing. Raises Refused.

    A file hangs on the interaction that it came with, otherwise on the account.
    """
    written = _written(actor, account, form.cleaned_data)
    if file := form.cleaned_data["file"]:
        kind, number = ("interaction", written.pk) if isinstance(written, Interaction) else ("account", account.pk)
        attach_file(actor, kind, number, file.chunks(), name=file.name)
    return written


def _written(actor: Actor, account: Account, said: dict[str, Any]) -> Interaction | Meeting | Task:
    from mutua.daybook.actions.note_interaction import note_interaction
    from mutua.daybook.actions.plan_meeting import plan_meeting
    from mutua.daybook.actions.promise_task import promise_task

    person_id = int(said["person"]) if said["person"] else None
    if said["kind"] == "task":
        title, _break, note = said["body"].strip().partition("\n")
        return promise_task(actor, title=title, note=note.strip(), account_id=account.pk, due_on=said["due_on"], promised_to_id=person_id)
    if said["kind"] == "meeting":
        return plan_meeting(
            actor,
            account.pk,
            title=said["body"],
            begins_at=said["begins_at"],
            minutes=said["minutes"] or 60,
            guest_ids=[person_id] if person_id else [],
            touchpoint=said["touchpoint"],
        )
    return note_interaction(
        actor,
        account.pk,
        body=said["body"],
        channel=said["kind"],
        person_id=person_id,
        touchpoint=said["touchpoint"],
        side=said["side"] or "us",
    )
