"""Peeking: 400 strategies looked at every week for a year, through the job that does it in use.

Healthy ones earn exactly their break-even, bad ones 0.6 standard deviations less. Each decides five times a week.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from mutua.catalog.tests.making import make_offering
from mutua.customers.models import Account
from mutua.foundation import days, metrics
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.metrics import Metric, MetricQuery, Outcome
from mutua.methods.sequential import MeanSequence
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
    return [version.objectives.get() for version in made_of(accounts, ["test.margin"])]


def test_healthy_strategies_are_spared_and_failing_ones_found_however_often_one_looks(objectives, outcomes, accounts):
    watched_for_a_year()
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


@pytest.fixture
def of_three(accounts, monkeypatch):
    """Fifty healthy strategies and fifty that fail, each measured by three objectives of which, where it fails, the first is bad.

    By number of the objective: what it earned, once on each working day.
    """
    draw, few = random.Random(SEED + 3), [*accounts[: EACH // 4], *accounts[EACH : EACH + EACH // 4]]
    earned: dict[tuple[str, int], list[Outcome]] = {}
    for place, account in enumerate(few):
        for n in range(3):
            mean = -0.6 if n == 0 and place >= len(few) // 2 else 0.0
            earned[f"test.margin{n}", account.pk] = [
                Outcome(place * 1000 + day, START + timedelta(7 * (day // A_WEEK) + day % A_WEEK), draw.gauss(mean, 1.0), account.pk)
                for day in range(WEEKS * A_WEEK)
            ]

    def source_of(key: str) -> Callable[[MetricQuery], Iterator[Outcome]]:
        def source(query: MetricQuery) -> Iterator[Outcome]:
            for account_id in query.account_ids or ():
                yield from (one for one in earned[key, account_id] if query.since <= one.known_on <= query.until)

        return source

    for n in range(3):
        key = f"test.margin{n}"
        monkeypatch.setitem(metrics._metrics, key, Metric(key, "Margin", "k", "higher", None, source_of(key)))
    versions = made_of(few, [f"test.margin{n}" for n in range(3)])
    return {
        objective.pk: earned[objective.metric, account.pk]
        for version, account in zip(versions, few, strict=True)
        for objective in version.objectives.all()
    }


def test_objectives_of_one_version_share_its_chance_of_a_wrong_alarm(of_three):
    """Turns are counted, not ends of days: an alarm that the same day took back was one. By hand each objective has a third of 5 %."""
    watched_for_a_year()
    rang = {(turn.objective_id, turn.observations) for turn in VerdictTurn.objects.filter(now="abandon")}
    by_hand = {pk: first_alarm([one.value for one in told], alpha=0.05 / 3) for pk, told in of_three.items()}
    unshared = {pk: first_alarm([one.value for one in told], alpha=0.05) for pk, told in of_three.items()}
    assert {(pk, n) for pk, n in by_hand.items() if n is not None} <= rang
    assert {pk for pk, _n in rang} == {pk for pk, n in by_hand.items() if n is not None}
    assert by_hand != unshared, "otherwise it could not be told apart from each having all of it"

    versions = list(StrategyVersion.objects.order_by("pk").values_list("pk", flat=True))
    unfit = set(Objective.objects.filter(pk__in={pk for pk, _n in rang}).values_list("version_of", flat=True))
    half = len(versions) // 2
    wrongly, rightly = len(unfit & set(versions[:half])), len(unfit & set(versions[half:]))
    print(f"with three objectives, declared unfit: {wrongly} of {half} healthy, {rightly} of {half} failing")
    assert wrongly <= 0.05 * half
    assert rightly >= half / 2


def first_alarm(told: list[float], *, alpha: float) -> int | None:
    """After how many outcomes the interval, looked at after each of them, first lies below break-even."""
    sequence = MeanSequence(alpha=alpha, bounds=None, burn_in=100)
    for n, value in enumerate(told, start=1):
        sequence.update([value])
        if sequence.interval.upper < 0:
            return n
    return None


def watched_for_a_year() -> None:
    for week in range(1, WEEKS + 1):
        with days.as_of(START + timedelta(7 * week - 1)):
            watch_every_objective.defer()
            run_waiting()


def made_of(accounts: list[Account], keys: list[str]) -> list[StrategyVersion]:
    """One strategy in force for each account, with an objective for each measure: break-even 0, plan 1."""
    offering = make_offering()
    segments = Segment.objects.bulk_create([Segment(name=account.name) for account in accounts])
    SegmentMember.objects.bulk_create(
        [SegmentMember(segment=segment, account=account) for segment, account in zip(segments, accounts, strict=True)]
    )
    strategies = GenericStrategy.objects.bulk_create(
        [GenericStrategy(name=segment.name, segment=segment, offering=offering) for segment in segments]
    )
    versions = StrategyVersion.objects.bulk_create([StrategyVersion(strategy=one, number=1) for one in strategies])
    Objective.objects.bulk_create(
        [Objective(version_of=one, name="Margin", metric=key, target=1.0, break_even=0.0) for one in versions for key in keys]
    )
    StrategyVersion.objects.update(state="active", approved_at=datetime(2025, 1, 5, tzinfo=UTC), active_from=START)
    return versions


def peeked(told: list[Outcome]) -> bool:
    """Whether a test at 5 % after each of 52 weeks, with the spread known, would ever have found the mean to differ from break-even."""
    total = 0.0
    for n, outcome in enumerate(told, start=1):
        total += outcome.value
        if n % A_WEEK == 0 and abs(total / n) > 1.96 / math.sqrt(n):
            return True
    return False
