"""What others may hold an objective to: promises kept, and whether our work serves a strategy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Case, DateField, F, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy

from mutua.daybook.models import Task
from mutua.foundation.metrics import MetricQuery, Outcome, metric


@metric("promise.kept_in_time", title=gettext_lazy("Promises to customers kept in time"), unit="share", bounds=(0.0, 1.0))
def promises_kept_in_time(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a promise to a person of the customer with a day: kept on the day on which it was done, broken on the day after it was due."""
    promised = _of(query).filter(promised_to__isnull=False, due_on__isnull=False)
    kept = Q(done_on__lte=F("due_on"))
    known = promised.annotate(
        known_on=Case(When(kept, then=F("done_on")), default=F("due_on") + timedelta(days=1), output_field=DateField()),
    )
    for task in known.filter(known_on__gte=query.since, known_on__lte=query.until).order_by("known_on", "pk").iterator():
        in_time = task.done_on is not None and task.done_on <= task.due_on
        yield Outcome(task.pk, task.known_on, float(in_time), task.account_id, task.title, task.get_absolute_url())


@metric("task.serves_strategy", title=gettext_lazy("Tasks done that serve a strategy"), unit="share", bounds=(0.0, 1.0))
def tasks_that_serve(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a task for an account, known on the day on which it was done."""
    done = _of(query).filter(done_on__gte=query.since, done_on__lte=query.until)
    for task in done.order_by("done_on", "pk").iterator():
        yield Outcome(task.pk, task.done_on, float(task.strategy_id is not None), task.account_id, task.title, task.get_absolute_url())


def _of(query: MetricQuery) -> QuerySet[Task]:
    """Tasks for the accounts that are asked for, each with the day on which it was done."""
    tasks = Task.objects.filter(deleted_at=None, account__isnull=False)
    if query.account_ids is not None:
        tasks = tasks.filter(account__in=query.account_ids)
    return tasks.annotate(done_on=TruncDate("done_at"))
