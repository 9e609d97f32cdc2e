"""Each kind of measure counts many rows in the database as its rule counts one."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from mutua.backoffice.models import Invoice, Shipment
from mutua.backoffice.tests.making import make_invoice, make_order, make_shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.relationships.measures import kind_named, kinds
from mutua.relationships.models import PerformanceMeasure, ReportedCase
from mutua.relationships.queries.counting import Tally, outcomes_of, tallies_of
from mutua.relationships.rules import cases
from mutua.relationships.rules.cases import Counted
from mutua.relationships.rules.on_time import Delivery, Result, outcome
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
WATCHER = flow_actor("test")
LATES = [None, 0, 3, 12, 31, 40]


def make_kind(kind: str, counted_from: str, account: Account | None = None, **values: Any) -> PerformanceMeasure:
    chosen = kind_named(kind)
    given = {"target": chosen.target, "tolerance": chosen.tolerance, "unit": chosen.unit, "better": chosen.better, **values}
    return make_measure(make_account_touchpoint(account), key=kind, kind=kind, name=str(chosen.title), counted_from=counted_from, **given)


def case(measure: PerformanceMeasure, number: int, **values: Any) -> ReportedCase:
    return ReportedCase.objects.create(measure=measure, number=str(number), **values)


def fill_rate(dice: random.Random) -> tuple[PerformanceMeasure, dict[int, Counted]]:
    measure, expected = make_kind("fill-rate", "shipments", window_days=30), {}
    for _n in range(60):
        promised = TODAY + timedelta(days=dice.randint(-200, 20))
        row = make_shipment(measure.account_touchpoint.account, promised_on=promised, late_by=dice.choice(LATES), quantity_ordered=40)
        Shipment.objects.filter(pk=row.pk).update(quantity_delivered=dice.choice([None, 30, 38, 40, 50]))
        row.refresh_from_db()
        expected[row.pk] = cases.filled(
            promised, row.delivered_on, Decimal(40), row.quantity_delivered, window_days=30, tolerance=measure.tolerance
        )
    return measure, expected


def order_to_delivery(dice: random.Random) -> tuple[PerformanceMeasure, dict[int, Counted]]:
    measure, expected = make_kind("order-to-delivery-days", "shipments", window_days=30, tolerance=14, target=10), {}
    account = measure.account_touchpoint.account
    for _n in range(60):
        placed = TODAY - timedelta(days=dice.randint(0, 200))
        order = make_order(account, placed_on=placed)
        row = make_shipment(account, promised_on=placed + timedelta(days=5), late_by=dice.choice(LATES), order=order)
        expected[row.pk] = cases.days_taken(placed, row.delivered_on, window_days=30, tolerance=Decimal(14))
    make_shipment(account, late_by=2)  # nobody knows when it was ordered: it counts nowhere
    return measure, expected


def invoices(dice: random.Random) -> tuple[PerformanceMeasure, dict[int, Counted]]:
    measure, expected = make_kind("invoice-accuracy", "invoices", window_days=30), {}
    account = measure.account_touchpoint.account
    for _n in range(60):
        on = TODAY - timedelta(days=dice.randint(0, 200))
        row, later = make_invoice(account, invoiced_on=on), dice.choice([None, None, 4, 30, 31])
        note = None if later is None else on + timedelta(days=later)
        if note:
            make_invoice(account, value="-5.00", invoiced_on=note, corrects=row)
            make_invoice(account, value="-2.00", invoiced_on=note + timedelta(days=9), corrects=row)
        expected[row.pk] = cases.invoice(on, note, window_days=30)
    return measure, expected


def claims(dice: random.Random) -> tuple[PerformanceMeasure, dict[int, Counted]]:
    measure, expected = make_kind("days-to-settle", "file", window_days=60, tolerance=10, target=5), {}
    for number in range(60):
        opened, took = TODAY - timedelta(days=dice.randint(0, 200)), dice.choice([None, 0, 5, 10, 11, 60, 61])
        settled = None if took is None else opened + timedelta(days=took)
        row = case(measure, number, begun_on=opened, done_on=settled)
        expected[row.pk] = cases.days_taken(opened, settled, window_days=60, tolerance=Decimal(10))
    return measure, expected


def forecasts(dice: random.Random) -> tuple[PerformanceMeasure, dict[int, Counted]]:
    measure, expected = make_kind("forecast-error", "file", tolerance="0.3500", target="0.2000"), {}
    for number in range(60):
        ended, said, needed = TODAY - timedelta(days=dice.randint(-9, 200)), dice.randint(0, 200), dice.choice([0, 80, 100, 120])
        row = case(measure, number, done_on=ended, quantity_due=said, quantity_done=needed)
        expected[row.pk] = cases.forecast(ended, Decimal(said), Decimal(needed), tolerance=Decimal("0.35"))
    return measure, expected


def their_deliveries(dice: random.Random) -> tuple[PerformanceMeasure, dict[int, Counted]]:
    measure, expected = make_kind("on-time-in-full", "file", early_days=2, late_days=1), {}
    for number in range(60):
        promised, by = TODAY - timedelta(days=dice.randint(-9, 200)), dice.choice([None, -4, -2, 0, 1, 2])
        came = None if by is None else promised + timedelta(days=by)
        got, said = dice.choice([9, 10]), dice.choice([None, None, True, False])
        row = case(measure, number, due_on=promised, done_on=came, quantity_due=10, quantity_done=got, good=said)
        found = outcome(Delivery(promised, came, Decimal(10), Decimal(got)), measure.window, date(2030, 1, 1))
        known = (came or found.known_on) if said is not None else found.known_on
        good = (found.result is Result.SUCCESS) if said is None else said
        assert known is not None
        expected[row.pk] = Counted(known, Decimal(int(good)), Decimal(1), good)
    return measure, expected


MAKERS: dict[str, Callable[[random.Random], tuple[PerformanceMeasure, dict[int, Counted]]]] = {
    maker.__name__: maker for maker in (fill_rate, order_to_delivery, invoices, claims, forecasts, their_deliveries)
}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", MAKERS)
def test_the_database_counts_as_the_rule_does(name: str, seed: int) -> None:
    measure, expected = MAKERS[name](random.Random(seed))
    found = {row.pk: row for row in outcomes_of(measure)}
    assert found.keys() == expected.keys()
    for number, one in expected.items():
        row = found[number]
        assert (row.known_on, row.success) == (one.known_on, one.success)
        if not kind_named(measure.kind).yes_or_no:
            assert (row.numerator, row.denominator) == (one.numerator, one.denominator)


@pytest.mark.parametrize("name", MAKERS)
def test_a_figure_is_the_sum_over_its_rows(name: str) -> None:
    measure, expected = MAKERS[name](random.Random(7))
    since = TODAY - timedelta(days=364)
    known = [one for one in expected.values() if since <= one.known_on <= TODAY]
    with days.as_of(TODAY):
        tally = tallies_of(WATCHER, [measure])[measure.pk]
    assert (tally.good, tally.of) == (sum(one.success for one in known), len(known))
    above, below = sum(one.numerator for one in known), sum(one.denominator for one in known)
    assert tally.value == Fraction(above) / Fraction(below)


def test_the_figures_by_hand() -> None:
    """Three orders of 100, of which 100, 90 and nothing came: 190 of 300. Claims of 4 and 8 days: 6 days on average."""
    filled, settled = make_kind("fill-rate", "shipments"), make_kind("days-to-settle", "file")
    account = filled.account_touchpoint.account
    make_shipment(account, promised_on=date(2026, 3, 2))
    make_shipment(account, promised_on=date(2026, 3, 9), quantity_delivered=90)
    make_shipment(account, promised_on=date(2026, 3, 16), late_by=None)
    for number, took in enumerate((4, 8)):
        case(settled, number, begun_on=date(2026, 3, 1), done_on=date(2026, 3, 1 + took))
    with days.as_of(TODAY):
        told = tallies_of(WATCHER, [filled, settled])
    assert told[filled.pk].value == Fraction(190, 300)
    assert told[settled.pk].value == 6
    assert (told[settled.pk].good, told[settled.pk].of) == (2, 2)


def test_a_stranger_counts_nothing(cast: Cast) -> None:
    measure = make_kind("fill-rate", "shipments", make_account(owner=cast.ada))
    make_shipment(measure.account_touchpoint.account, promised_on=date(2026, 3, 2))
    with days.as_of(TODAY):
        assert tallies_of(cast.ada, [measure])[measure.pk].of == 1
        assert tallies_of(cast.eve, [measure])[measure.pk] == Tally(0, 0, TODAY - timedelta(days=364), TODAY)


def test_many_measures_of_a_kind_are_counted_in_one_query(django_assert_num_queries: Any) -> None:
    measures = [make_kind("fill-rate", "shipments") for _n in range(5)] + [make_kind("days-to-settle", "file") for _n in range(5)]
    with django_assert_num_queries(2):
        tallies_of(WATCHER, measures)


def test_every_kind_says_what_it_counts() -> None:
    assert [*kinds()][:6] == [
        "on-time-in-full",
        "fill-rate",
        "order-to-delivery-days",
        "invoice-accuracy",
        "days-to-settle",
        "forecast-error",
    ]
    assert all(kind.numerator and kind.denominator and kind.says and kind.counts for kind in kinds().values())


def test_invoices_of_another_account_are_not_counted() -> None:
    measure = make_kind("invoice-accuracy", "invoices")
    make_invoice(make_account())
    assert Invoice.objects.count() == 1
    assert not outcomes_of(measure).exists()
