"""A task was done or a customer rated us: the objectives that count those of this account look at once."""

from __future__ import annotations

from mutua.customers.events import ValueRated
from mutua.daybook.events import TaskDone
from mutua.foundation.events import when
from mutua.strategy.tasks import watch_accounts


@when(TaskDone)
def done_task_is_counted(event: TaskDone) -> None:
    if event.account_id is not None:
        watch_accounts([event.account_id])


@when(ValueRated)
def rating_is_counted(event: ValueRated) -> None:
    watch_accounts([event.account_id])
