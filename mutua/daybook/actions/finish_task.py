"""Keeping a promise, and taking it back when the key was pressed too soon."""

from __future__ import annotations

from django.db import transaction

from mutua.daybook.events import TaskDone
from mutua.daybook.models import Task
from mutua.daybook.queries.daybook import task_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store


@transaction.atomic
def finish_task(actor: Actor, task_id: int, *, version: int | None, done: bool = True) -> Task:
    """The task, done or (done=False) open again. What is so already stays as it is. Raises NotFound, NotAllowed, StaleVersion."""
    task = locked(task_for(actor, task_id), version)
    require(actor, "daybook.task.edit", task)
    if (task.done_at is not None) == done:
        return task

    task.done_at = days.now() if done else None
    store(task, update_fields=["done_at"])

    if done:
        announce(TaskDone(task_id=task.pk, account_id=task.account_id, title=task.title), actor)
    return task
