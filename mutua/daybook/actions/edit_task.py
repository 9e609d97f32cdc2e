"""Changing a task."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.daybook.models import Task
from mutua.daybook.queries.daybook import task_for
from mutua.foundation.access import Actor, require
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen

TASK_FIELDS = ("title", "note", "due_on", "assignee", "strategy", "custom")


@transaction.atomic
def edit_task(actor: Actor, task_id: int, *, version: int | None, **values: Any) -> Task:
    """The task with these values. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    task = locked(task_for(actor, task_id), version)
    require(actor, "daybook.task.edit", task)
    refuse_unseen(actor, Task, values)
    changed = fill(task, values, TASK_FIELDS)
    if "strategy" in changed:
        task.strategy_inferred = False
        changed.append("strategy_inferred")
    if changed:
        store(task, update_fields=changed)
    return task
