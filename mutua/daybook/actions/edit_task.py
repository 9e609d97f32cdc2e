"""Changing a task."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.daybook.models import Task
from mutua.daybook.queries.daybook import task_for
from mutua.foundation.access import Actor, require
from mutua.foundation.fields.values import merged_custom
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
    if "custom" in values:
        values["custom"] = merged_custom(task, values["custom"])
    changed = [name for name in TASK_FIELDS if name in values and getattr(task, name) != values[name]]
    for name in changed:
        setattr(task, name, values[name])
    if "strategy" in changed:
        task.strategy_inferred = False
        changed.append("strategy_inferred")
    if changed:
        store(task, update_fields=changed)
    return task
