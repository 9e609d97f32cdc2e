"""Tasks and interactions for tests."""

from __future__ import annotations

from typing import Any

from mutua.customers.tests.making import make_account
from mutua.daybook.models import Interaction, Task
from mutua.foundation import days
from mutua.foundation.access import Actor
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
