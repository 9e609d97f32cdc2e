"""Peeking: 400 strategies looked at every week for a year, through the job that does it in use.

Healthy ones earn exactly their break-even, bad ones 0.6 standard deviations less. Each decides five times a week.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from mutua.catalog.tests.making import make_offering
from mutua.customers.models import Account
from mutua.foundation import days, metrics
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.metrics import Metric, MetricQuery, Outcome
from mutua.strategy.models import GenericStrategy, Measurement, Objective, Segment, SegmentMember, StrategyVersion, VerdictTurn
from mutua.strategy.tasks import watch_every_objective

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

START, WEEKS, EACH, A_WEEK = date(2025, 1, 6), 52, 200, 5
SEED = 20261121


@pytest.fixture
def accounts():
    return Account.objects.bulk_create([Account(name=f"Strategy {n}", roles=["customer"], currency="USD") for n in range(2 * EACH)])


@pytest.fixture
def outcomes(accounts, monkeypatch):
    """By account: what it earned, five times a week; the first 200 are healthy."""
    draw = random.Random(SEED)
    told = {
        account.pk: [
            Outcome(
                place * 1000 + n, START + timedelta(7 * (n // A_WEEK) + n % A_WEEK), draw.gauss(0.0 if place < EACH else -0.6), account.pk
            )
            for n in range(WEEKS * A_WEEK)
        ]
        for place, account in enumerate(accounts)
    }

    def source(query: MetricQuery) -> Iterator[Outcome]:
        for account_id in query.account_ids or ():
            yield from (one for one in told[account_id] if query.since <= one.known_on <= query.until)

    monkeypatch.setitem(metrics._metrics, "test.margin", Metric("test.margin", "Margin", "k", "higher", None, source))
    return told


@pytest.fixture
def objectives(accounts, outcomes):
    """One strategy with one objective for each account: break-even 0, plan 1."""
    offering = make_offering()
    segments = Segment.objects.bulk_create([Segment(name=account.name) for account in accounts])
    SegmentMember.objects.bulk_create(
        [SegmentMember(segment=segment, account=account) for segment, account in zip(segments, accounts, strict=True)]
    )
    strategies = GenericStrategy.objects.bulk_create(
        [GenericStrategy(name=segment.name, segment=segment, offering=offering) for segment in segments]
    )
    versions = StrategyVersion.objects.bulk_create([StrategyVersion(strategy=one, number=1) for one in strategies])
    made = Objective.objects.bulk_create(
        [Objective(version_of=one, name="Margin", metric="test.margin", target=1.0, break_even=0.0) for one in versions]
    )
    StrategyVersion.objects.update(state="active", approved_at=datetime(2025, 1, 5, tzinfo=UTC), active_from=START)
    return made


def test_healthy_strategies_are_spared_and_failing_ones_found_however_often_one_looks(objectives, outcomes, accounts):
    for week in range(1, WEEKS + 1):
        with days.as_of(START + timedelta(7 * week - 1)):
            watch_every_objective.defer()
            run_waiting()

    unfit = set(VerdictTurn.objects.filter(now="abandon").values_list("objective_id", flat=True))
    assert unfit >= set(Measurement.objects.filter(verdict="abandon").values_list("objective_id", flat=True))
    healthy, failing = objectives[:EACH], objectives[EACH:]
    wrongly = sum(one.pk in unfit for one in healthy)
    rightly = sum(one.pk in unfit for one in failing)
    naive = sum(peeked(outcomes[account.pk]) for account in accounts[:EACH])
    print(f"declared unfit: {wrongly} of {EACH} healthy (a naive test: {naive}), {rightly} of {EACH} failing")
    assert Measurement.objects.filter(objective=objectives[0]).last().observations == WEEKS * A_WEEK
    assert wrongly <= 5
    assert rightly >= 120
    assert 45 <= naive <= 85, "the comparison is only worth something when the naive test does what is known of it"


def peeked(told: list[Outcome]) -> bool:
    """Whether a test at 5 % after each of 52 weeks, with the spread known, would ever have found the mean to differ from break-even."""
    total = 0.0
    for n, outcome in enumerate(told, start=1):
        total += outcome.value
        if n % A_WEEK == 0 and abs(total / n) > 1.96 / math.sqrt(n):
            return True
    return False
