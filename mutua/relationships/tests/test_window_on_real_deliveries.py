"""One account's window goes from the very day to −7/+2 days: number, rows, alarm and verdict follow. Counted apart, from the CSV.

The rows are those of one country programme in the published supply-chain data; nothing of this test asks the product how to count.
"""

from __future__ import annotations

import csv
import gzip
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client

import mutua.demo
from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.metrics import MetricQuery, alarms, metric_named
from mutua.methods.sequential import MeanSequence, RateMonitor, ShiftMonitor, verdict
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.models import PerformanceMeasure, ToleranceAlarm
from mutua.relationships.queries.on_time import tallies
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FILE = Path(mutua.demo.__file__).parent / "data" / "scms-delivery-history.csv.gz"
PROGRAMME = "Haiti"
EXACT, WIDE = (0, 0), (7, 2)
TOLERANCE = 0.9


class Trial(NamedTuple):
    number: str
    promised: date
    delivered: date


def _day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%y").replace(tzinfo=UTC).date()


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    """One a despatch advice: its earliest promise and the day on which it came."""
    promised: dict[str, date] = {}
    delivered: dict[str, date] = {}
    with gzip.open(FILE) as packed:
        for row in csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8-sig")):
            if row["Country"] != PROGRAMME:
                continue
            number, promise = row["ASN/DN #"], _day(row["Scheduled Delivery Date"])
            promised[number] = min(promise, promised.get(number, promise))
            delivered[number] = _day(row["Delivered to Client Date"])
    return [Trial(number, promised[number], delivered[number]) for number in promised]


@pytest.fixture
def account(trials: list[Trial], cast: Cast) -> Account:
    account = make_account(name=f"{PROGRAMME} programme", owner=cast.ada)
    Shipment.objects.bulk_create(
        Shipment(account=account, number=t.number, currency="USD", promised_on=t.promised, delivered_on=t.delivered) for t in trials
    )
    return account


@pytest.fixture
def measure(account: Account) -> PerformanceMeasure:
    return make_measure(make_account_touchpoint(account), early_days=0, late_days=0, target="0.9500", tolerance="0.9000")


def good(trial: Trial, window: tuple[int, int]) -> bool:
    early, late = window
    return -early <= (trial.delivered - trial.promised).days <= late


def known(trial: Trial, window: tuple[int, int]) -> date:
    return min(trial.delivered, trial.promised + timedelta(days=window[1] + 1))


def in_order(trials: list[Trial], window: tuple[int, int], numbers: dict[str, int]) -> list[tuple[date, bool]]:
    """Outcomes in the order in which they became known; of one day, in the order of the rows."""
    found = sorted((known(t, window), numbers[t.number], good(t, window)) for t in trials)
    return [(day, success) for day, _number, success in found]


def first_alarm(outcomes: list[tuple[date, bool]]) -> date | None:
    """The owner's first two watches: each may ring for nothing with a probability of 0.05 as one that was bad from the start."""
    fallen, low = ShiftMonitor(at_least=TOLERANCE, run_length=20_000), RateMonitor(at_least=TOLERANCE, alpha=0.05)
    both = ((day, fallen.update([int(success)], [1]), low.update([int(success)], [1])) for day, success in outcomes)
    return next((day for day, shift, start in both if shift.alarmed or start.alarmed), None)


def change_window(client: Client, measure: PerformanceMeasure, window: tuple[int, int]) -> int:
    early, late = window
    said = {"version": measure.version, "name": measure.name, "counted_from": measure.counted_from}
    form = {**said, "early_days": early, "late_days": late, "completeness": 100, "target": 95, "tolerance": 90}
    return client.post(f"/measures/{measure.pk}/edit/", form).status_code


@pytest.mark.parametrize("window", [EXACT, WIDE])
def test_number_rows_and_alarm_follow_the_window(
    window: tuple[int, int], client: Client, cast: Cast, trials: list[Trial], measure: PerformanceMeasure
) -> None:
    client.force_login(cast.user("ada"))
    watch_measure(flow_actor("test"), measure.pk)
    if window != EXACT:
        assert change_window(client, measure, window) == 302
        run_waiting()
    ever = tallies(cast.ada, [measure.pk], since=date(2000, 1, 1))[measure.pk]
    assert (ever.good, ever.of) == (sum(good(t, window) for t in trials), len(trials))

    numbers = dict(Shipment.objects.values_list("number", "pk"))
    measure.refresh_from_db()
    alarms = ToleranceAlarm.objects.filter(measure=measure, reading=measure.reading).order_by("position")
    rung = alarms[0].broken_on if alarms else None
    assert rung == first_alarm(in_order(trials, window, numbers))


def test_the_two_windows_tell_different_stories(trials: list[Trial]) -> None:
    """Otherwise the test above would prove nothing."""
    assert sum(good(t, EXACT) for t in trials) != sum(good(t, WIDE) for t in trials)
    numbers = {t.number: place for place, t in enumerate(trials)}
    assert first_alarm(in_order(trials, EXACT, numbers)) != first_alarm(in_order(trials, WIDE, numbers))


def test_the_page_shows_number_and_rows_of_the_last_year(
    client: Client, cast: Cast, trials: list[Trial], measure: PerformanceMeasure
) -> None:
    client.force_login(cast.user("ada"))
    last = max(t.delivered for t in trials)
    for window in (EXACT, WIDE):
        if window == WIDE:
            change_window(client, measure, window)
        recent = [t for t in trials if last - timedelta(days=365) < known(t, window) <= last]
        with days.as_of(last):
            page = client.get(f"/accounts/{measure.account_touchpoint.account_id}/touchpoints/physical-delivery/").content.decode()
            rows = client.get(f"/measures/{measure.pk}/rows/").getvalue().decode("utf-8-sig").splitlines()[1:]
        assert f"{sum(good(t, window) for t in recent)} good" in page
        assert f"of {len(recent)}" in page
        assert {row.split(",")[0] for row in rows} == {t.number for t in recent}
        assert sum(row.endswith(",yes") for row in rows) == sum(good(t, window) for t in recent)


def test_the_verdict_follows_too(client: Client, cast: Cast, trials: list[Trial], measure: PerformanceMeasure) -> None:
    """The metric that an objective watches, read in order: plan 95 %, tolerance 5 points, break-even 87 %."""
    client.force_login(cast.user("ada"))
    numbers = dict(Shipment.objects.values_list("number", "pk"))
    verdicts = {}
    for window in (EXACT, WIDE):
        if window == WIDE:
            change_window(client, measure, window)
        query = MetricQuery(since=date(2000, 1, 1), until=days.today())
        values = [outcome.value for outcome in metric_named("delivery.on_time_in_full").outcomes(query)]
        assert values == [float(success) for _day, success in in_order(trials, window, numbers)]
        interval = MeanSequence(bounds=(0, 1)).update(values)
        verdicts[window] = verdict(interval, plan=0.95, tolerance=0.05, break_even=0.87).decision
    assert verdicts[EXACT] == "abandon"
    assert verdicts[WIDE] == "keep collecting"


def test_a_new_window_starts_a_new_reading_and_keeps_the_old_one(client: Client, cast: Cast, measure: PerformanceMeasure) -> None:
    client.force_login(cast.user("ada"))
    watch_measure(flow_actor("test"), measure.pk)
    old = list(measure.outcomes.order_by("position").values_list("shipment", "success"))
    change_window(client, measure, WIDE)
    run_waiting()
    measure.refresh_from_db()
    assert measure.reading == 2
    assert list(measure.outcomes.filter(reading=1).order_by("position").values_list("shipment", "success")) == old
    assert not ToleranceAlarm.objects.filter(measure=measure, reading=1, acknowledged_at=None).exists()
    told = alarms("delivery.on_time_in_full", MetricQuery(since=date(2000, 1, 1), until=days.today()))
    present = ToleranceAlarm.objects.filter(measure=measure, reading=2).order_by("broken_on")
    assert ToleranceAlarm.objects.filter(measure=measure, reading=1).exists()
    assert [alarm.rung_on for alarm in told] == [alarm.broken_on for alarm in present]


def test_a_stale_window_is_refused(client: Client, cast: Cast, measure: PerformanceMeasure) -> None:
    client.force_login(cast.user("ada"))
    assert change_window(client, measure, WIDE) == 302
    assert change_window(client, measure, EXACT) == 409
    measure.refresh_from_db()
    assert (measure.early_days, measure.late_days) == WIDE
