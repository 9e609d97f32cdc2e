from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound, flow_actor
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.acknowledge_alarm import acknowledge_alarm
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.models import PerformanceMeasure, ToleranceAlarm, ToleranceWatch, WatchedOutcome
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
FIRST = date(2024, 1, 1)
WATCHER = flow_actor("test")


def deliver(account: Account, rate: float, many: int, start: date, dice: random.Random) -> None:
    for number in range(many):
        make_shipment(account, promised_on=start + timedelta(days=number), late_by=0 if dice.random() < rate else 3)


@pytest.fixture
def measure(cast: Cast) -> PerformanceMeasure:
    account = make_account(owner=cast.ada)
    return make_measure(make_account_touchpoint(account), early_days=0, late_days=1, tolerance="0.9000")


def alarms() -> list[tuple[int, date, int, int]]:
    return list(ToleranceAlarm.objects.order_by("position").values_list("position", "broken_on", "late", "of"))


def test_it_rings_soon_after_the_fall_and_once(measure: PerformanceMeasure) -> None:
    account, dice = measure.account_touchpoint.account, random.Random(1)
    deliver(account, 0.99, 100, FIRST, dice)
    deliver(account, 0.2, 30, FIRST + timedelta(days=100), dice)
    watch_measure(WATCHER, measure.pk, today=FIRST + timedelta(days=200))
    [(position, broken_on, late, of)] = alarms()
    assert 100 < position <= 120
    outcomes = WatchedOutcome.objects.filter(position__lte=position).order_by("-position")[:of]
    assert late == sum(not row.success for row in outcomes)
    assert broken_on == outcomes[0].known_on
    assert EventRow.objects.filter(name="relationships.tolerance.broken").count() == 1


def test_running_twice_changes_nothing(measure: PerformanceMeasure) -> None:
    deliver(measure.account_touchpoint.account, 0.5, 40, FIRST, random.Random(2))
    watch_measure(WATCHER, measure.pk, today=date(2025, 1, 1))
    with nothing_changes():
        watch_measure(WATCHER, measure.pk, today=date(2025, 1, 1))


def test_day_by_day_rings_on_the_same_days_as_all_at_once(measure: PerformanceMeasure) -> None:
    other = make_measure(make_account_touchpoint(), early_days=0, late_days=1, tolerance="0.9000")
    for each in (measure, other):
        dice = random.Random(3)
        for start, rate in ((0, 0.98), (45, 0.3), (100, 0.97), (150, 0.3)):
            deliver(each.account_touchpoint.account, rate, 40, FIRST + timedelta(days=start), dice)
    last = FIRST + timedelta(days=195)
    watch_measure(WATCHER, measure.pk, today=last)
    day = FIRST
    while day <= last:
        watch_measure(WATCHER, other.pk, today=day)
        day += timedelta(days=1)
    live, at_once = (
        list(ToleranceAlarm.objects.filter(measure=m).values_list("position", "broken_on", "late", "of")) for m in (other, measure)
    )
    assert live == at_once
    assert len(live) >= 2
    states = [ToleranceWatch.objects.get(measure=m).state for m in (other, measure)]
    assert states[0] == states[1]


def test_a_correction_never_enters_again(measure: PerformanceMeasure) -> None:
    shipment = make_shipment(measure.account_touchpoint.account, promised_on=FIRST, late_by=0)
    watch_measure(WATCHER, measure.pk, today=date(2025, 1, 1))
    shipment.delivered_on = FIRST + timedelta(days=30)
    shipment.save()
    watch = watch_measure(WATCHER, measure.pk, today=date(2025, 1, 1))
    assert (watch.seen, WatchedOutcome.objects.get().success) == (1, True)


def test_acknowledging_arms_it_again(measure: PerformanceMeasure, cast: Cast) -> None:
    account = measure.account_touchpoint.account
    deliver(account, 0.0, 20, FIRST, random.Random(4))
    watch_measure(WATCHER, measure.pk, today=FIRST + timedelta(days=25))
    alarm = acknowledge_alarm(cast.ada, ToleranceAlarm.objects.get().pk, note="A second carrier from Monday")
    assert alarm.acknowledged_by_id == cast.ada.user_id
    deliver(account, 0.0, 20, FIRST + timedelta(days=30), random.Random(5))
    watch_measure(WATCHER, measure.pk, today=FIRST + timedelta(days=60))
    assert ToleranceAlarm.objects.filter(acknowledged_at=None).count() == 1


def test_an_alarm_of_a_watch_that_is_gone_is_acknowledged_all_the_same(measure: PerformanceMeasure, cast: Cast) -> None:
    deliver(measure.account_touchpoint.account, 0.0, 20, FIRST, random.Random(4))
    watch_measure(WATCHER, measure.pk, today=FIRST + timedelta(days=25))
    ToleranceWatch.objects.all().delete()
    assert acknowledge_alarm(cast.ada, ToleranceAlarm.objects.get().pk).acknowledged_at is not None


def test_it_is_acknowledged_once(measure: PerformanceMeasure, cast: Cast) -> None:
    deliver(measure.account_touchpoint.account, 0.0, 20, FIRST, random.Random(4))
    watch_measure(WATCHER, measure.pk, today=FIRST + timedelta(days=25))
    alarm = acknowledge_alarm(cast.ada, ToleranceAlarm.objects.get().pk)
    with pytest.raises(Refused, match="already"), nothing_changes():
        acknowledge_alarm(cast.ben, alarm.pk)


def test_a_stranger_cannot_acknowledge_it(measure: PerformanceMeasure, cast: Cast) -> None:
    deliver(measure.account_touchpoint.account, 0.0, 20, FIRST, random.Random(4))
    watch_measure(WATCHER, measure.pk, today=FIRST + timedelta(days=25))
    for actor, refusal in ((cast.eve, NotFound), (cast.executive, NotAllowed)):
        with pytest.raises(refusal), nothing_changes():
            acknowledge_alarm(actor, ToleranceAlarm.objects.get().pk)


def test_what_is_not_delivered_fails_on_the_day_after_its_window(measure: PerformanceMeasure) -> None:
    make_shipment(measure.account_touchpoint.account, promised_on=FIRST, late_by=None)
    with days.as_of(FIRST + timedelta(days=1)):
        assert watch_measure(WATCHER, measure.pk).seen == 0
    with days.as_of(FIRST + timedelta(days=2)):
        assert watch_measure(WATCHER, measure.pk).seen == 1


@pytest.mark.parametrize("seed", range(4))
def test_late_arrivals_leave_the_alarms_of_every_past_day_as_they_were(measure: PerformanceMeasure, seed: int) -> None:
    account, dice = measure.account_touchpoint.account, random.Random(seed)
    arrivals: dict[int, list[tuple[int, int]]] = {}
    for number in range(120):
        late_by = 0 if dice.random() < (0.97 if number < 60 else 0.3) else 3
        # Every third row comes days after its outcome was known to the world
        came = number + late_by + (dice.randint(1, 25) if dice.random() < 0.33 else 0)
        arrivals.setdefault(came, []).append((number, late_by))
    believed: dict[date, list[tuple[int, date, int, int]]] = {}
    for day in range(160):
        for number, late_by in arrivals.get(day, []):
            make_shipment(account, promised_on=FIRST + timedelta(days=number), late_by=late_by)
        today = FIRST + timedelta(days=day)
        watch_measure(WATCHER, measure.pk, today=today)
        believed[today] = alarms()
    assert len(alarms()) >= 1
    for today, then in believed.items():
        assert [alarm for alarm in alarms() if alarm[1] <= today] == then
    days_in_order = list(WatchedOutcome.objects.order_by("position").values_list("known_on", flat=True))
    assert days_in_order == sorted(days_in_order)


def test_history_taken_in_piece_by_piece_on_the_first_day_keeps_its_days(measure: PerformanceMeasure) -> None:
    account = measure.account_touchpoint.account
    for start in (20, 0):
        for number in range(5):
            make_shipment(account, promised_on=FIRST + timedelta(days=start + number), late_by=0)
        watch_measure(WATCHER, measure.pk, today=date(2025, 1, 1))
    assert max(WatchedOutcome.objects.values_list("known_on", flat=True)) < date(2024, 2, 1)
