"""Our number beside theirs, for every kind of measure: what both count, which cases they count otherwise, and why."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_invoice, make_order, make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.actions.undo_now import undo_now
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.actions.decide_differences import decide_differences
from mutua.relationships.actions.reconcile import reconcile
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.measures import kind_named
from mutua.relationships.models import Difference, PerformanceMeasure, ReportedCase, WatchedOutcome
from mutua.relationships.queries.counting import tallies_of
from mutua.relationships.queries.reconciling import Beside, beside, compared_by_day
from mutua.relationships.rules import cases
from mutua.relationships.rules.reconciling import shipped_on_time
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
LOOKER = flow_actor("test")
MANY = 60

Counts = tuple[Decimal, Decimal]
Sides = dict[str, tuple[Counts | None, Counts | None]]  # number: what we count, what they count


@pytest.fixture(autouse=True)
def _today() -> Any:
    with days.as_of(TODAY):
        yield


def made(kind: str, counted_from: str, cast: Cast | None = None, **values: Any) -> PerformanceMeasure:
    chosen = kind_named(kind)
    given = {"target": chosen.target, "tolerance": chosen.tolerance, "unit": chosen.unit, "better": chosen.better, **values}
    at = make_account_touchpoint(make_account(owner=cast.ada if cast else None, name="Alder"))
    return make_measure(at, key=kind, kind=kind, name=str(chosen.title), counted_from=counted_from, **given)


def listed(measure: PerformanceMeasure, number: str, side: str = "them", **values: Any) -> None:
    ReportedCase.objects.create(measure=measure, number=number, side=side, **values)


def counts(one: cases.Counted) -> Counts:
    return one.numerator, one.denominator


def fill_rate(dice: random.Random) -> tuple[PerformanceMeasure, Sides]:
    measure, sides = made("fill-rate", "file", window_days=30), {}
    account = measure.account_touchpoint.account
    for n in range(MANY):
        promised = TODAY - timedelta(days=60 + n % 200)
        late, got, came, said = dice.choice([0, 3, None]), dice.choice([38, 40]), dice.choice([0, 3]), dice.choice([30, 40])
        row = make_shipment(account, number=f"S{n}", promised_on=promised, late_by=late, quantity_ordered=40, quantity_delivered=got)
        listed(measure, f"s {n}", due_on=promised, done_on=promised + timedelta(days=came), quantity_due=40, quantity_done=said)
        how: Any = {"window_days": 30, "tolerance": measure.tolerance}
        ours = cases.filled(promised, row.delivered_on, Decimal(40), Decimal(got), **how)
        theirs = cases.filled(promised, promised + timedelta(days=came), Decimal(40), Decimal(said), **how)
        sides[f"S{n}"] = counts(ours), counts(theirs)
    return measure, sides


def order_to_delivery(dice: random.Random) -> tuple[PerformanceMeasure, Sides]:
    measure, sides = made("order-to-delivery-days", "file", window_days=30), {}
    account = measure.account_touchpoint.account
    for n in range(MANY):
        placed = TODAY - timedelta(days=60 + n % 200)
        took, by_them, begun = dice.choice([5, 12, 31]), dice.choice([5, 12]), placed + timedelta(days=dice.choice([0, 0, 1]))
        promised = placed + timedelta(days=took)
        make_shipment(account, number=f"S{n}", promised_on=promised, late_by=0, order=make_order(account, placed_on=placed))
        listed(measure, f"S{n}", begun_on=begun, done_on=placed + timedelta(days=by_them))
        how: Any = {"window_days": 30, "tolerance": measure.tolerance}
        ours = cases.days_taken(placed, promised, **how)
        sides[f"S{n}"] = counts(ours), counts(cases.days_taken(begun, placed + timedelta(days=by_them), **how))
    return measure, sides


def invoice_accuracy(dice: random.Random) -> tuple[PerformanceMeasure, Sides]:
    measure, sides = made("invoice-accuracy", "file", window_days=30), {}
    account = measure.account_touchpoint.account
    for n in range(MANY):
        on, note, right = TODAY - timedelta(days=60 + n % 200), dice.choice([None, None, 4, 31]), dice.choice([True, True, False])
        row = make_invoice(account, number=f"I{n}", invoiced_on=on)
        if note is not None:
            make_invoice(account, number=f"C{n}", value="-5.00", invoiced_on=on + timedelta(days=note), corrects=row)
        listed(measure, f"I{n}", begun_on=on, done_on=on + timedelta(days=9), good=right)
        corrected = None if note is None else on + timedelta(days=note)
        ours = counts(cases.invoice(on, corrected, window_days=30))
        sides[f"I{n}"] = ours, (Decimal(int(right)), Decimal(1))
    return measure, sides


def days_to_settle(dice: random.Random) -> tuple[PerformanceMeasure, Sides]:
    measure, sides = made("days-to-settle", "file", window_days=60), {}
    for n in range(MANY):
        opened = TODAY - timedelta(days=90 + n % 200)
        both = [dice.choice([None, 4, 9]) for _side in range(2)]
        for side, took in zip(("us", "them"), both, strict=True):
            listed(measure, f"CL-{n}", side, begun_on=opened, done_on=None if took is None else opened + timedelta(days=took))
        ours, theirs = (
            cases.days_taken(opened, None if took is None else opened + timedelta(days=took), window_days=60, tolerance=measure.tolerance)
            for took in both
        )
        sides[f"CL-{n}"] = counts(ours), counts(theirs)
    return measure, sides


def forecast_error(dice: random.Random) -> tuple[PerformanceMeasure, Sides]:
    measure, sides = made("forecast-error", "file"), {}
    for n in range(MANY):
        ended = TODAY - timedelta(days=1 + n % 300)
        both = [(dice.choice([90, 100]), dice.choice([100, 120])) for _side in range(2)]
        for side, (said, needed) in zip(("us", "them"), both, strict=True):
            listed(measure, f"F{n}", side, done_on=ended, quantity_due=said, quantity_done=needed)
        ours, theirs = (cases.forecast(ended, Decimal(said), Decimal(needed), tolerance=measure.tolerance) for said, needed in both)
        sides[f"F{n}"] = counts(ours), counts(theirs)
    return measure, sides


def another_share(dice: random.Random) -> tuple[PerformanceMeasure, Sides]:
    measure, sides = made("reported-share", "file"), {}
    for n in range(MANY):
        both = [dice.choice([True, False]) for _side in range(2)]
        for side, good in zip(("us", "them"), both, strict=True):
            listed(measure, f"O{n}", side, done_on=TODAY - timedelta(days=1 + n % 300), good=good)
        ours, theirs = ((Decimal(int(good)), Decimal(1)) for good in both)
        sides[f"O{n}"] = ours, theirs
    return measure, sides


MAKERS: dict[str, Callable[[random.Random], tuple[PerformanceMeasure, Sides]]] = {
    maker.__name__: maker
    for maker in (fill_rate, order_to_delivery, invoice_accuracy, days_to_settle, forecast_error, another_share)
}  # fmt: skip


def ratio(told: list[Counts]) -> Fraction:
    return Fraction(sum(above for above, _below in told)) / Fraction(sum(below for _above, below in told))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", MAKERS)
def test_both_numbers_and_every_case_that_they_count_otherwise(name: str, seed: int) -> None:
    measure, sides = MAKERS[name](random.Random(seed))
    only = next(
        number for number, (mine, their) in list(sides.items())[10:50] if mine != their
    )  # not at an end: there their list would end
    count = reconcile(LOOKER, measure.pk)
    told = beside(LOOKER, measure)
    ours, theirs = [mine for mine, _their in sides.values() if mine], [their for _mine, their in sides.values() if their]
    assert (told.ours, told.theirs) == (ratio(ours), ratio(theirs))
    differ = {number.replace(" ", "").upper() for number, (mine, their) in sides.items() if mine != their}
    rows = {row.number.replace(" ", "").upper(): row for row in Difference.objects.filter(measure=measure)}
    assert rows.keys() == differ
    assert count == len(differ)
    for number, row in rows.items():
        assert ((row.our_numerator, row.our_denominator), (row.their_numerator, row.their_denominator)) == sides[number]
        assert row.reason not in ("not-ours", "not-theirs", "open")
    assert told.effect == sum(above for above, _below in theirs) - sum(above for above, _below in ours)
    assert told.effect_of == sum(below for _above, below in theirs) - sum(below for _above, below in ours)
    # What one side does not have is said so.
    ReportedCase.objects.filter(measure=measure, side="them", number__in=(only, only.replace("S", "s "))).delete()
    reconcile(LOOKER, measure.pk)
    [row] = [row for row in Difference.objects.filter(measure=measure) if row.number.replace(" ", "").upper() == only]
    assert (row.reason, row.theirs, row.their_numerator) == ("not-theirs", None, None)


PAGES = {
    "fill_rate": r"by our own records \d+\.\d.% [\d,]+ / 2,400 They by their own list \d+\.\d.% [\d,]+ / 2,400",
    "days_to_settle": r"by our own list \d+(\.\d)? days \d[\d,]* / 60 They by their own list \d+(\.\d)? days [\d,]+ / 60",
    "forecast_error": r"by our own list \d+\.\d.% [\d,]+ / [\d,]+ They by their own list \d+\.\d.% [\d,]+ / [\d,]+",
}


@pytest.mark.parametrize("name", MAKERS)
def test_the_page_lays_both_beside_each_other(client: Client, cast: Cast, name: str) -> None:
    measure, _sides = MAKERS[name](random.Random(5))
    client.force_login(cast.user("root"))
    before = client.get(measure.get_absolute_url()).content.decode()
    assert ("The cases are being compared" in before, "in the reconciliation list" in before) == (True, False)
    count = reconcile(LOOKER, measure.pk)
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(measure.get_absolute_url()).content.decode())).split())
    assert re.search(PAGES.get(name, "by their own list"), page), page
    assert f"{count} in the reconciliation list" in page
    assert "Between them lie" in page
    listed = client.get("/reconciliation/").content.decode()
    assert all(row.number in listed for row in Difference.objects.order_by("-happened_on", "-pk")[:20])


def test_what_it_says_of_each_case() -> None:
    """A claim that we have settled on another day, one that they have open, an order of another quantity, by hand."""
    claims = made("days-to-settle", "file", window_days=60)
    opened = date(2026, 3, 2)
    for number, ours, theirs in (("A", 4, 9), ("B", 4, None), ("C", None, None)):
        begun = date(2026, 6, 1) if number != "A" else opened
        for side, took in (("us", ours), ("them", theirs)):
            listed(claims, number, side, begun_on=begun, done_on=None if took is None else begun + timedelta(days=took))
    reconcile(LOOKER, claims.pk)
    told = {row.number: (row.reason, row.detail, row.effect) for row in Difference.objects.filter(measure=claims)}
    assert told == {
        "A": ("ended", "settled on 11 Mar 2026, by us 6 Mar 2026", 5),
        "B": ("open", "settled on not yet, by us 5 Jun 2026", -4),
    }


def test_our_schedule_in_the_database_is_the_rule() -> None:
    measure = made("on-time-in-full", "file", early_days=0, late_days=0)
    account, dice = measure.account_touchpoint.account, random.Random(3)
    expected = {}
    for n in range(MANY):
        promised = date(2026, 3, 1) + timedelta(days=n)
        left, came = (dice.choice([None, promised + timedelta(days=dice.choice([-2, 0, 2]))]) for _end in range(2))
        make_shipment(account, number=f"S{n}", promised_on=promised)
        Shipment.objects.filter(number=f"S{n}").update(shipped_on=left, delivered_on=came)
        listed(measure, f"S{n}", due_on=promised, done_on=promised, good=True)
        expected[f"S{n}"] = shipped_on_time(promised, left, came)
    reconcile(LOOKER, measure.pk)
    assert set(Difference.objects.values_list("number", flat=True)) == {number for number, good in expected.items() if not good}
    assert beside(LOOKER, measure).our_numerator == sum(expected.values())


def test_a_figure_that_they_report_stands_beside_what_we_count_of_the_same_days(cast: Cast) -> None:
    """First quarter: ten deliveries of 100, one of them 90: 990 of 1,000 by us; they report 950. The second they report as we do."""
    measure = made("fill-rate", "reported", cast, window_days=5)
    account = measure.account_touchpoint.account
    for month in range(1, 5):
        for day in range(1, 11):
            got = 90 if (month, day) == (2, 3) else 100
            if month in (2, 4):
                make_shipment(account, promised_on=date(2026, month, day), quantity_ordered=100, quantity_delivered=got)
    quarters = ((date(2026, 1, 1), date(2026, 3, 31), 950), (date(2026, 4, 1), date(2026, 5, 31), 1_000))
    for since, until, good in quarters:
        report_figure(cast.ada, measure.pk, since=since, until=until, numerator=Decimal(good), denominator=Decimal(1_000))
    run_waiting()
    told = beside(cast.ada, measure)
    assert (told.our_numerator, told.our_denominator, told.their_numerator, told.their_denominator) == (1_990, 2_000, 1_950, 2_000)
    row = Difference.objects.get()
    assert (row.number, row.reason, row.effect, row.ours, row.theirs) == ("2026-01-01 – 2026-03-31", "figure", -40, True, True)
    assert told.points == -2.0
    report_figure(cast.ada, measure.pk, since=quarters[0][0], until=quarters[0][1], numerator=Decimal(990), denominator=Decimal(1_000))
    run_waiting()
    assert Difference.objects.get().state == "settled"


def test_our_own_list_is_compared_and_counts_nowhere_else(cast: Cast) -> None:
    measure = made("days-to-settle", "file", cast, window_days=60)
    head = "account,measure,claim,claimed on,settled on"
    theirs = f"{head}\nAlder,days-to-settle,C1,2026-03-02,2026-03-11\nAlder,days-to-settle,C2,2026-03-02,2026-03-06\n"
    ours = f"{head},whose list\nAlder,days-to-settle,C1,2026-03-02,2026-03-06,ours\nAlder,days-to-settle,C2,2026-03-02,2026-03-06,ours\n"
    import_now(cast.root, "measure-cases", BytesIO(theirs.encode()), file_name="theirs.csv", source="alder")
    run_waiting()
    assert beside(cast.ada, measure).lacks == "us"
    run = import_now(cast.root, "measure-cases", BytesIO(ours.encode()), file_name="ours.csv", source="us")
    run_waiting()
    watch_measure(LOOKER, measure.pk)
    told, watched = beside(cast.ada, measure), WatchedOutcome.objects.count()
    assert tallies_of(cast.ada, [measure])[measure.pk].value == Fraction(13, 2)
    assert (run.created, run.refused, told.ours, told.theirs, told.count) == (2, 0, 4, Fraction(13, 2), 1)
    assert watched == 2, "only theirs is watched"
    undo_now(cast.root, run.pk)
    run_waiting()
    measure.refresh_from_db()
    assert (beside(cast.ada, measure).lacks, measure.reading) == ("us", 1), "what we kept ourselves is gone; nothing is read anew"
    assert not Difference.objects.exclude(state="settled").exists()


def test_a_list_that_is_neither_theirs_nor_ours_is_refused(cast: Cast) -> None:
    made("days-to-settle", "file", cast)
    text = "account,measure,claim,claimed on,whose list\nAlder,days-to-settle,C1,2026-03-02,the carrier\n"
    run = import_now(cast.root, "measure-cases", BytesIO(text.encode()), file_name="x.csv", source="x")
    assert (run.created, run.refused) == (0, 1)
    assert "theirs or ours" in run.issues.get(level="refused").sentence


def test_another_figure_asks_again_whoever_accepted_the_first(cast: Cast) -> None:
    measure = made("forecast-error", "file", cast)
    for side, said in (("us", 100), ("them", 90)):
        listed(measure, "F1", side, done_on=date(2026, 3, 31), quantity_due=said, quantity_done=100)
    reconcile(LOOKER, measure.pk)
    decide_differences(cast.ada, [Difference.objects.get().pk], state="accepted")
    reconcile(LOOKER, measure.pk)
    assert Difference.objects.get().state == "accepted"
    ReportedCase.objects.filter(side="them").update(quantity_due=80)
    reconcile(LOOKER, measure.pk)
    row = Difference.objects.get()
    assert (row.state, row.reason, row.detail) == ("open", "due", "forecast 80, by us 100")


def test_a_stranger_sees_neither_side(cast: Cast) -> None:
    measure = made("days-to-settle", "file", cast)
    for side in ("us", "them"):
        listed(measure, "C1", side, begun_on=date(2026, 3, 2), done_on=date(2026, 3, 5 if side == "us" else 9))
    reconcile(LOOKER, measure.pk)
    hidden: Beside = beside(cast.eve, measure)
    assert (hidden.our_denominator, hidden.their_denominator, hidden.count) == (0, 0, 0)
    assert beside(cast.ada, measure).count == 1


def test_another_window_is_compared_without_being_asked(client: Client, cast: Cast) -> None:
    """Three of five came four days early, which was welcome until they say otherwise."""
    at = make_account_touchpoint(make_account(owner=cast.ada))
    measure, today = make_measure(at, is_proxy=True, proxy_name="our own schedule"), days.today()
    for number in range(5):
        promised = today - timedelta(days=30 + number)
        make_shipment(account=at.account, promised_on=promised, delivered_on=promised - timedelta(days=4 if number < 3 else 0))
    client.force_login(cast.user("ada"))
    sent = {"early_days": 1, "is_proxy": False}
    headers = {"if-match": f'"{measure.version}"'}
    assert client.patch(f"/api/v1/measures/{measure.pk}", sent, content_type="application/json", headers=headers).status_code == 200
    run_waiting()
    assert [(row.reason, row.effect) for row in Difference.objects.all()] == [("early", -1)] * 3
    assert list(compared_by_day()) == [measure]
