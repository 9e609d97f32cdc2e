from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mutua.customers.tests.making import make_account, make_person
from mutua.daybook.models import Task
from mutua.daybook.tests.making import make_task
from mutua.foundation.metrics import MetricQuery, metric_named
from mutua.strategy.tests.making import make_strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(cast):
    return cast.ada


def task_done(owner, account, *, due, done, strategy=None, promised_to=None):
    task = make_task(owner=owner, title="Send it", account=account, promised_to=promised_to)
    Task.objects.filter(pk=task.pk).update(
        due_on=date(2026, 3, due) if due else None, done_at=datetime(2026, 3, done, 12, tzinfo=UTC) if done else None, strategy=strategy
    )


def told(key, account, until=20):
    query = MetricQuery(date(2026, 3, 1), date(2026, 3, until), frozenset([account.pk]))
    return [(row.known_on.day, row.value) for row in metric_named(key).outcomes(query)]


def test_a_promise_is_kept_when_it_was_done_by_its_day_and_broken_on_the_day_after(ours):
    account = make_account(owner=ours)
    person = make_person(owner=ours, account=account)
    for due, done in ((5, 5), (6, 3), (7, 9), (10, None), (20, None), (None, 4)):
        task_done(ours, account, due=due, done=done, promised_to=person)
    task_done(ours, account, due=2, done=2)
    assert told("promise.kept_in_time", account) == [(3, 1.0), (5, 1.0), (8, 0.0), (11, 0.0)]
    assert told("promise.kept_in_time", account, until=10) == [(3, 1.0), (5, 1.0), (8, 0.0)]


def test_a_task_that_was_done_serves_a_strategy_or_none(ours):
    account = make_account(owner=ours)
    task_done(ours, account, due=None, done=4, strategy=make_strategy())
    task_done(ours, account, due=None, done=2)
    task_done(ours, account, due=3, done=None, strategy=make_strategy())
    assert told("task.serves_strategy", account) == [(2, 0.0), (4, 1.0)]
