"""Replay with rows that arrive late and rows that are corrected: the past is shown as it was known, not as it is known now.

Each day of a random spring the back office writes, corrects and loses rows, and the live path looks. What the pages of that day
showed is written down here, by hand, and asked again at the end.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import F

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.metrics import MetricQuery, alarms
from mutua.methods.sequential import MeanSequence, verdict
from mutua.relationships.actions.acknowledge_alarm import acknowledge_alarm
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.models import PerformanceMeasure, ToleranceAlarm, WatchedOutcome
from mutua.relationships.rules.tolerance import ToleranceMonitor, run_length, start_alpha
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from mutua.strategy.actions.count_again import count_again
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import CountedOutcome, Measurement
from mutua.strategy.queries.judging import judged_by
from mutua.strategy.queries.replaying import replay, replay_days, turns
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version

pytestmark = pytest.mark.django_db
FLOW = flow_actor("test")
FIRST, DAYS = date(2026, 1, 5), 75
OTIF = "delivery.on_time_in_full"
TOLERANCE = Decimal("0.9")


class World:
    """A customer whose window is one day late at most. `now` is written by hand: what stands in the back office on each day."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.account = make_account()
        self.measure = make_measure(make_account_touchpoint(self.account), early_days=0, late_days=1, target="0.9500", tolerance=TOLERANCE)
        version = make_version(make_strategy(segment=make_segment(members=[self.account])), active=True, active_from=FIRST - timedelta(60))
        self.objective = make_objective(version, metric=OTIF, target=0.95, tolerance=0.02, break_even=0.85)
        self.coming: dict[date, list[tuple[date, int]]] = {}  # arrives on → promised for, late by
        self.rows: list[Shipment] = []

    def plan(self) -> None:
        """One to three shipments a day; a quarter of the rows comes up to 30 days late. The rate falls after a month."""
        for step in range(DAYS):
            for _ in range(self.dice.randint(1, 3)):
                late = 0 if self.dice.random() < (0.97 if step < 30 else 0.5) else 3
                delay = self.dice.randint(3, 30) if self.dice.random() < 0.25 else 0
                promised = FIRST + timedelta(step)
                self.coming.setdefault(promised + timedelta(delay), []).append((promised, late))

    def live(self, today: date) -> None:
        self.rows += [make_shipment(self.account, promised_on=promised, late_by=late) for promised, late in self.coming.get(today, ())]
        if self.rows and self.dice.random() < 0.2:  # a correction: the other outcome, and known on another day
            row = self.dice.choice(self.rows)
            row.delivered_on = row.promised_on + timedelta(0 if row.delivered_on > row.promised_on else 9)
            row.save()
        for _ in range(1 + (self.dice.random() < 0.2)):
            watch_objectives(FLOW, [self.objective.pk], until=today)
            watch_measure(FLOW, self.measure.pk, today=today)

    def rung(self, until: date) -> list[tuple[date, str]]:
        return [(one.rung_on, one.detail) for one in alarms(OTIF, MetricQuery(since=date.min, until=until))]


def figures(read):
    return (read.day, read.observations, read.estimate, read.lower, read.upper, read.verdict, read.more)


@pytest.mark.parametrize("seed", range(2))
def test_what_each_day_knew_is_shown_again_to_the_last_digit(seed, cast):
    world, shown, rung = World(seed), {}, {}
    world.plan()
    for step in range(DAYS):
        today = FIRST + timedelta(step)
        with days.as_of(today):
            world.live(today)
            shown[today] = Measurement.objects.filter(objective=world.objective).order_by("-day").first()
            rung[today] = world.rung(today)
            ringing = ToleranceAlarm.objects.filter(acknowledged_at=None).first()
            if ringing and world.dice.random() < 0.1:
                acknowledge_alarm(cast.root, ringing.pk)

    judged = judged_by([world.objective])[world.objective.pk]
    for today, then in shown.items():
        assert world.rung(today) == rung[today], today
        if today.day % 5 == 0:
            again = replay(world.objective, judged, today)
            assert (figures(again) if again else None) == (figures(then) if then else None), today
    live = list(Measurement.objects.filter(objective=world.objective).order_by("day"))
    assert [figures(one) for one in replay_days(world.objective, judged, today)] == [figures(one) for one in live]
    assert turns(live), "the verdict did turn"
    assert rung[today], "the watch did ring"
    assert CountedOutcome.objects.exclude(day=F("known_on")).exists(), "rows did come late"


def test_the_live_path_is_the_method_fed_by_hand_with_what_arrived_each_day():
    """Nothing of ours but the two methods: first-known values, by the day of arrival."""
    world = World(26)
    world.plan()
    entered: dict[int, bool] = {}
    sequence, monitor = MeanSequence(alpha=0.05, bounds=(0, 1)), None
    told, broken = [], []
    for step in range(DAYS):
        today = FIRST + timedelta(step)
        with days.as_of(today):
            world.live(today)
        new = []
        for row in Shipment.objects.all():
            closes = row.promised_on + timedelta(1)
            known = row.delivered_on if row.delivered_on <= closes else closes + timedelta(1)
            if row.pk not in entered and known <= today:
                new.append((known, row.pk, row.promised_on <= row.delivered_on <= closes))
        new.sort()
        for place, (_known, number, good) in enumerate(new, start=len(entered) + 1):
            monitor = monitor or ToleranceMonitor.fresh(at_least=TOLERANCE, run_length=run_length(0), start_alpha=start_alpha(1))
            monitor.update(good, upto=place)
            if monitor.alarmed and not broken:
                broken.append(today)
            entered[number] = good
        if new:
            found = verdict(sequence.update([float(good) for *_, good in new]), plan=0.95, tolerance=0.02, break_even=0.85).decision
            told.append((today, len(entered), sequence.interval.estimate, found))

    rows = Measurement.objects.filter(objective=world.objective).order_by("day")
    assert list(rows.values_list("day", "observations", "estimate", "verdict")) == told
    assert [ToleranceAlarm.objects.order_by("position").first().broken_on] == broken
    assert dict(WatchedOutcome.objects.values_list("shipment", "success")) == entered
    counted = CountedOutcome.objects.values_list("outcome_key", "value")
    assert {key: bool(value) for key, value in counted} == entered


def test_another_window_makes_nobody_wiser_in_hindsight():
    """Read anew, a row that came late is still one that came late; what it says may be judged otherwise."""
    world = World(5)
    early = make_shipment(world.account, promised_on=FIRST, late_by=0)
    for looked in (FIRST, FIRST + timedelta(10)):
        watch_objectives(FLOW, [world.objective.pk], until=looked)
        watch_measure(FLOW, world.measure.pk, today=looked)
    arrived = FIRST + timedelta(20)
    late = make_shipment(world.account, promised_on=FIRST + timedelta(1), late_by=0)
    watch_objectives(FLOW, [world.objective.pk], until=arrived)
    watch_measure(FLOW, world.measure.pk, today=arrived)

    PerformanceMeasure.objects.update(late_days=5, reading=2)
    with days.as_of(arrived + timedelta(5)):
        count_again(FLOW, world.objective, reason="The window became wider")
        watch_measure(FLOW, world.measure.pk)
    expected = {(early.pk, FIRST), (late.pk, arrived)}
    assert set(CountedOutcome.objects.values_list("outcome_key", "day")) == expected
    assert set(WatchedOutcome.objects.filter(reading=2).values_list("shipment", "known_on")) == expected
