"""Promising to do something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.daybook.events import TaskPromised
from mutua.daybook.models import Task
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.strategy.queries.serving import strategy_serving


@transaction.atomic
def promise_task(
    actor: Actor,
    *,
    title: str,
    account_id: int | None = None,
    due_on: date | None = None,
    assignee: Any = None,
    origin: str = "",
    custom: Mapping[str, Any] | None = None,
    infer: bool = True,
    **more: Any,
) -> Task:
    """A new task, the actor's own unless `assignee` is given; more: note, promised_to, touchpoint, strategy, link, source, source_key.

    The strategy that it serves is inferred from the account where nobody names one; infer=False: somebody said that it serves none. With an `origin` that a task has already, that task
    is returned and nothing is written: a flow may run twice. Raises NotFound, NotAllowed, Refused.
    """
    require(actor, "daybook.task.edit")
    refuse_unseen(actor, Task, {"custom": custom}, new=True)
    if account_id is not None:
        account_for(actor, account_id)
    if not title.strip():
        raise Refused(_("Write what is to be done; nothing was saved."), field="title")
    known: Task | None = Task.everything.filter(origin=origin).first() if origin else None
    if known is not None:
        return known

    task = Task(title=title.strip(), account_id=account_id, due_on=due_on, origin=origin, **more)
    task.custom = merged_custom(task, custom or {})
    task.assignee_id = assignee.pk if assignee is not None else actor.user_id
    if infer and task.strategy_id is None and account_id is not None:
        task.strategy_id = strategy_serving([account_id]).get((account_id, None))
        task.strategy_inferred = task.strategy_id is not None
    store(task)

    announce(TaskPromised(task_id=task.pk, account_id=account_id, title=task.title), actor)
    return task
