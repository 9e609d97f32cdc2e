"""Replay: the days of 2006–2015 one by one, from the published delivery history.

The live path looks at the end of every day; the replay and one look at the end must come to the same digits, verdicts and days.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.scms import day, needs_scms, published_rows
from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.methods.sequential import MeanSequence, verdict
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.models import ToleranceAlarm
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import Measurement, Objective
from mutua.strategy.queries.judging import judged_by
from mutua.strategy.queries.replaying import replay_days, turns
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version

pytestmark = [pytest.mark.django_db, pytest.mark.slow, needs_scms]
FLOW = flow_actor("test")
FIRST, LAST = date(2006, 5, 1), date(2015, 12, 31)
EARLY, LATE = 7, 2
COUNTRY = "Côte d'Ivoire"


def trials():
    """One a shipment (ASN) of a country, as the file tells it: (known on, shipment, good, value). Counted here without any of our code."""
    found = defaultdict(list)
    for row in published_rows():
        if row["Country"] == COUNTRY:
            found[row["ASN/DN #"]].append(row)
    told = []
    for number, lines in found.items():
        promised = min(day(line["Scheduled Delivery Date"]) for line in lines)
        delivered = max(day(line["Delivered to Client Date"]) for line in lines)
        late = delivered > promised + timedelta(LATE)
        good = promised - timedelta(EARLY) <= delivered and not late
        known = promised + timedelta(LATE + 1) if late else delivered
        told.append((known, number, good, promised, delivered, sum(Decimal(line["Line Item Value"]) for line in lines)))
    return sorted(told)


@pytest.fixture
def history():
    """The shipments of a country's programme, an objective that counts them and a measure that watches them."""
    account = make_account(name=f"{COUNTRY} programme", country=COUNTRY)
    told = trials()
    Shipment.objects.bulk_create(
        Shipment(
            account=account, number=number, promised_on=promised, delivered_on=delivered, value=value, currency="USD", quantity_ordered=1, quantity_delivered=1
        )
        for _known, number, _good, promised, delivered, value in told
    )  # fmt: skip
    measure = make_measure(make_account_touchpoint(account), early_days=EARLY, late_days=LATE, target="0.9500", tolerance="0.9000")
    version = make_version(make_strategy(segment=make_segment(members=[account])), active=True, active_from=FIRST)
    return told, make_objective(version, target=0.97, tolerance=0.02, break_even=0.9), measure


def digits(known):
    return [(one.day, one.observations, one.estimate, one.lower, one.upper, one.verdict) for one in known]


def test_day_by_day_live_in_one_go_and_in_replay_are_the_same(history):
    told, objective, _measure = history
    days_told = sorted({known for known, *_rest in told})
    for known in days_told:
        watch_objectives(FLOW, [objective.pk], until=known)
    live = list(Measurement.objects.filter(objective=objective).order_by("day"))

    twin = copy_of(objective)
    watch_objectives(FLOW, [twin.pk], until=LAST)
    assert digits(Measurement.objects.filter(objective=twin).order_by("day")) == digits(live)

    started = time.monotonic()
    again = list(replay_days(objective, judged_by([objective])[objective.pk], LAST))
    assert time.monotonic() - started < 20, "ten years take seconds, not minutes, also on a busy machine"
    assert digits(again) == digits(live)
    assert turns(again) == turns(live)

    expected = expected_turns(told)
    assert [(turn.day, turn.now) for turn in turns(live)] == expected
    assert expected, "in these years the verdict did turn"


def copy_of(objective):
    version = make_version(make_strategy(segment=objective.version_of.strategy.segment), active=True, active_from=FIRST)
    return make_objective(version, target=objective.target, tolerance=objective.tolerance, break_even=objective.break_even)


def expected_turns(told):
    """The days on which the verdict turns, from the file and the method alone."""
    sequence, was, found = MeanSequence(alpha=0.05, bounds=(0, 1)), "keep collecting", []
    by_day = defaultdict(list)
    for known, _number, good, *_rest in told:
        by_day[known].append(float(good))
    for known in sorted(by_day):
        now = verdict(sequence.update(by_day[known]), plan=0.97, tolerance=0.02, break_even=0.9).decision
        if now != was:
            found.append((known, now))
            was = now
    return found


def test_dragging_through_2009_to_2011_shows_each_day_as_it_was(client, cast, history):
    told, objective, measure = history
    watch_objectives(FLOW, [objective.pk], until=LAST)
    watch_measure(FLOW, measure.pk, today=LAST)
    client.force_login(cast.user("executive"))
    url = f"/strategies/{objective.version_of.strategy_id}/replay/"
    for at in (date(2009, 3, 31), date(2010, 6, 30), date(2011, 12, 31)):
        page = client.get(f"{url}?day={at}").content.decode()
        known = [good for when, _number, good, *_rest in told if when <= at]
        assert f"after {len(known):,} outcomes" in page
        assert f"{100 * sum(known) / len(known):.1f}" in page
        assert "the same to the last digit" in page
        rung = ToleranceAlarm.objects.filter(measure=measure, broken_on__lte=at).count()
        assert re.search(rf"Alarms so far</h2><span[^>]*>{rung}<", page)
        failed = sum(value for when, _n, good, _p, _d, value in told if at - timedelta(90) < when <= at and not good)
        if failed:
            assert f"${failed:,.0f}" in page or f"${failed:,.2f}" in page
    assert ToleranceAlarm.objects.filter(measure=measure).exists()


def test_any_period_is_told_alone_and_the_slider_stays_in_it(client, cast, history):
    """Year by year, as the file tells it; the slider goes through these days only."""
    told, objective, _measure = history
    watch_objectives(FLOW, [objective.pk], until=LAST)
    client.force_login(cast.user("executive"))
    url = f"/strategies/{objective.version_of.strategy_id}/replay/"
    shares = {}
    for year in (2009, 2010, 2011):
        page = " ".join(client.get(f"{url}?from={year}-01-01&until={year}-12-31").content.decode().split())
        known = [good for when, _number, good, *_rest in told if when.year == year]
        days_told = sorted({when for when, *_rest in told if when.year == year})
        shares[year] = sum(known) / len(known)
        assert f"In these days alone: {sum(known)} of {len(known)} ({100 * shares[year]:.1f}" in page
        assert 'max="364"' in page
        half = [good for when, _number, good, *_rest in told if date(year, 1, 1) <= when <= date(year, 7, 1)]
        dragged = " ".join(
            client.get(f"{url}?from={year}-01-01&until={year}-12-31&at=181", headers={"HX-Target": "replay-day"}).content.decode().split()
        )
        assert f"In these days alone: {sum(half)} of {len(half)} (" in dragged
        assert days_told
    assert shares[2009] > shares[2010] > shares[2011]
    for nonsense in ("from=x", "from=2012-01-01&until=2011-01-01", "until=2999-01-01"):
        assert client.get(f"{url}?{nonsense}").status_code == 200


def test_the_published_history_falls_from_96_to_76_percent():
    """What scenario 26 tells: of the lines promised in 2009 96 % came no later than promised, of those promised in 2011 76 %."""
    on_time = defaultdict(list)
    for row in published_rows():
        promised = day(row["Scheduled Delivery Date"])
        on_time[promised.year].append(day(row["Delivered to Client Date"]) <= promised)
    assert [int(100 * sum(on_time[year]) / len(on_time[year])) for year in (2009, 2011)] == [96, 76]


def test_the_window_is_the_customers_and_another_one_gives_another_verdict(history, cast):
    from mutua.foundation.jobs.inline import run_waiting
    from mutua.relationships.actions.change_measure import change_measure

    told, objective, measure = history
    watch_objectives(FLOW, [objective.pk], until=LAST)
    before = Objective.objects.get(pk=objective.pk).measurements.last()
    change_measure(cast.root, measure.pk, version=None, early_days=0, late_days=0)
    run_waiting()
    after = objective.measurements.order_by("-day").first()
    exact = sum(delivered == promised for _k, _n, _g, promised, delivered, _v in told)
    assert after.observations == before.observations == len(told)
    assert after.estimate == pytest.approx(exact / len(told))
    assert after.estimate < before.estimate
