"""Tasks, interactions and notes for tests."""

from __future__ import annotations

from typing import Any

from mutua.customers.tests.making import make_account
from mutua.daybook.actions.write_note import account_of
from mutua.daybook.models import Interaction, Note, Task
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.files.holding import holders
from mutua.relationships.models import Touchpoint


def make_task(*, owner: Actor, **values: Any) -> Task:
    values.setdefault("title", "Send the delivery calendar")
    return Task.objects.create(assignee_id=owner.user_id, **values)


def make_interaction(*, owner: Actor, **values: Any) -> Interaction:
    if "account" not in values:
        values["account"] = make_account(owner=owner)
    if "touchpoint" not in values:
        values["touchpoint"] = Touchpoint.objects.order_by("position")[0]
    values.setdefault("at", days.now())
    values.setdefault("body", "They asked for a calendar.")
    return Interaction.objects.create(owner_id=owner.user_id, **values)


def make_note(record: Any, *, owner: Actor, body: str = "They asked for a calendar.") -> Note:
    """On the record, of the kind that its table is called by."""
    kind = next(one.kind for one in holders() if one.rows().model is type(record))
    values = {"subject_kind": kind, "subject_id": record.pk, "account_id": account_of(kind, record)}
    return Note.objects.create(owner_id=owner.user_id, body=body, **values)
