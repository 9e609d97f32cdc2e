"""What others may hold an objective to: promises kept, and whether our work serves a strategy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mutua.daybook.models import Task
from mutua.foundation.metrics import MetricQuery, Outcome, metric


@metric("promise.kept_in_time", title=gettext_lazy("Promises to customers kept in time"), unit="share", bounds=(0.0, 1.0))
def promises_kept_in_time(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a promise to a person of the customer with a day: kept on the day on which it was done, broken on the day after it was due."""
    promised = _of(query, Task.objects.filter(promised_to__isnull=False, due_on__isnull=False))
    kept = Q(done_at__date__lte=F("due_on"))
    known_on = Case(When(kept, then=TruncDate("done_at")), default=F("due_on") + timedelta(days=1), output_field=DateField())
    known = promised.annotate(known_on=known_on, kept=Case(When(kept, then=1.0), default=0.0))
    rows = known.filter(known_on__gte=query.since, known_on__lte=query.until).order_by("known_on", "pk")
    yield from _told(rows.values_list("pk", "known_on", "kept", "account_id", "title"))


@metric("task.serves_strategy", title=gettext_lazy("Tasks done that serve a strategy"), unit="share", bounds=(0.0, 1.0))
def tasks_that_serve(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a task for an account, known on the day on which it was done."""
    done = _of(query, Task.objects.filter(done_at__date__gte=query.since, done_at__date__lte=query.until))
    rows = done.annotate(known_on=TruncDate("done_at"), serves=Case(When(strategy=None, then=0.0), default=1.0))
    yield from _told(rows.order_by("known_on", "pk").values_list("pk", "known_on", "serves", "account_id", "title"))


def _of(query: MetricQuery, tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Those for the accounts that are asked for."""
    standing = tasks.filter(deleted_at=None, account__isnull=False)
    return standing if query.account_ids is None else standing.filter(account__in=query.account_ids)


def _told(rows: QuerySet[Any]) -> Iterator[Outcome]:
    for key, known_on, value, account_id, title in rows.iterator():
        yield Outcome(key, known_on, value, account_id, title, reverse("daybook:task-edit", args=[key]))
