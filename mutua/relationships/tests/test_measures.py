"""Measures and what is known of them: whose they are, as known on any day, watched once, and how they are defined."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from mutua.backoffice.models import Invoice, Shipment
from mutua.backoffice.tests.making import make_invoice, make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.change_measure import change_measure
from mutua.relationships.actions.define_measure import define_measure
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.actions.set_watch_budget import set_watch_budget
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.models import MeasureFigure, Observation, PerformanceMeasure, ToleranceAlarm, ToleranceWatch, WatchedOutcome
from mutua.relationships.queries.measure_page import figure_known, measure_page
from mutua.relationships.queries.observations import observations_known, observations_of
from mutua.relationships.queries.preview import preview
from mutua.relationships.queries.watches import shares_of
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
WATCHER = flow_actor("test")
MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}


def reported(cast: Cast, **values: Any) -> PerformanceMeasure:
    return make_measure(make_account_touchpoint(make_account(owner=cast.ada)), shipments=False, **values)


def on(day: date) -> Any:
    return days.as_of(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


# P12: any past day can be shown with what was known then.
@pytest.mark.parametrize("seed", range(5))
def test_a_figure_is_told_as_it_was_known_on_any_day(cast: Cast, seed: int) -> None:
    dice, measure, said = random.Random(seed), reported(cast), []
    for day in sorted(dice.sample(range(1, 90), 12)):
        month = dice.randint(1, 3)
        period = (date(2026, month, 1), date(2026, month, 28))
        with on(date(2026, 4, 1) + timedelta(days=day)):
            good = dice.randint(0, 100)
            report_figure(cast.ada, measure.pk, since=period[0], until=period[1], numerator=Decimal(good), denominator=Decimal(100))
        said.append((date(2026, 4, 1) + timedelta(days=day), period, good))
    for day in (date(2026, 4, 1) + timedelta(days=n) for n in range(0, 95, 7)):
        expected = {period: good for when, period, good in said if when <= day}
        found = {(one.since, one.until): int(one.numerator) for one in observations_known(cast.ada, measure, known_on=day)}
        assert found == expected
    assert observations_of(cast.ada, measure).count() == len(said), "what was corrected stays"


def test_a_correction_leaves_what_was_said_before_as_it_was(cast: Cast) -> None:
    measure = reported(cast)
    with on(date(2026, 4, 2)):
        first = report_figure(cast.ada, measure.pk, **MARCH, numerator=Decimal(98), denominator=Decimal(100))
    with on(date(2026, 4, 20)):
        report_figure(cast.ada, measure.pk, **MARCH, numerator=Decimal(91), denominator=Decimal(100), reason="Two lorries counted twice")
    assert Observation.objects.get(pk=first.pk).numerator == 98
    assert [float(figure_known(cast.ada, measure, day).value or 0) for day in (date(2026, 4, 19), date(2026, 4, 20))] == [0.98, 0.91]
    assert figure_known(cast.ada, measure, date(2026, 4, 1)).value is None
    assert MeasureFigure.objects.get(measure=measure).numerator == 91


def test_a_figure_of_a_period_that_has_not_ended_is_refused_at_every_door(cast: Cast, client: Client) -> None:
    measure = reported(cast, name="Order accuracy", key="order-accuracy", kind="reported-share")
    account = measure.account_touchpoint.account.name
    head = "account,measure,from,to,good ones,of"
    with on(date(2026, 3, 30)):
        with pytest.raises(Refused, match="31 Mar"), nothing_changes():
            report_figure(cast.ada, measure.pk, **MARCH, numerator=Decimal(9), denominator=Decimal(10))
        client.force_login(cast.user("ada"))
        sent = {"since": "2026-03-01", "until": "2026-03-31", "numerator": "9", "denominator": "10"}
        answer = client.post(f"/measures/{measure.pk}/figures/new/", sent)
        assert (answer.status_code, "which has not been" in answer.content.decode()) == (422, True)
        answer = client.post(f"/api/v1/measures/{measure.pk}/observations", sent, content_type="application/json")
        assert (answer.status_code, "which has not been" in answer.content.decode()) == (422, True)
        wrong = bring_in(cast, "measure-figures", [head, f"{account},Order accuracy,2026-03-01,2026-03-31,9,10"], "early.csv")
        assert (wrong.created, wrong.refused) == (0, 1)
    assert not Observation.objects.exists()
    with on(date(2026, 3, 31)):
        report_figure(cast.ada, measure.pk, **MARCH, numerator=Decimal(9), denominator=Decimal(10))
    assert Observation.objects.count() == 1


def test_a_counted_figure_of_a_past_day_does_not_know_what_came_later(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    measure = make_measure(make_account_touchpoint(account), early_days=0, late_days=0)
    rows = [make_shipment(account, promised_on=date(2026, 5, day), late_by=0) for day in range(1, 11)]
    with days.as_of(date(2026, 5, 20)):
        watch_measure(WATCHER, measure.pk)
    Shipment.objects.filter(pk=rows[0].pk).update(delivered_on=date(2026, 5, 9))  # the carrier corrects its paper
    make_shipment(account, promised_on=date(2026, 5, 12), late_by=None)  # and one comes in that nobody had told of
    with days.as_of(TODAY):
        watch_measure(WATCHER, measure.pk)
        then, now = figure_known(cast.ada, measure, date(2026, 5, 20)), figure_known(cast.ada, measure)
    assert (then.good, then.of) == (10, 10)
    assert (now.good, now.of) == (9, 11)


def test_a_past_day_is_told_by_the_definition_of_that_day(cast: Cast, client: Client) -> None:
    """Ten deliveries, each two days late. Until May one day late was accepted: 0 of 10; then three: 10 of 10. June tells both."""
    account = make_account(owner=cast.ada)
    measure = make_measure(make_account_touchpoint(account), early_days=0, late_days=1, target="0.9500", tolerance="0.9000")
    for day in range(1, 11):
        make_shipment(account, promised_on=date(2026, 4, day), late_by=2)
    with on(date(2026, 4, 30)):
        watch_measure(WATCHER, measure.pk)
    with on(date(2026, 5, 20)):
        change_measure(cast.ada, measure.pk, version=None, late_days=3, tolerance=Decimal("0.8000"))
        watch_measure(WATCHER, measure.pk)
    with connection.cursor() as cursor:  # the history stamps with the clock of the database
        cursor.execute("update relationships_performancemeasureevent set pgh_created_at = '2026-05-20 12:00+00'")
        cursor.execute("update relationships_performancemeasure set created_at = '2026-04-01 12:00+00'")
    measure.refresh_from_db()
    days_told = (date(2026, 4, 30), date(2026, 5, 19), date(2026, 5, 20), date(2026, 6, 15))
    with on(TODAY):
        told = [(one.good, one.of) for one in (figure_known(cast.ada, measure, day) for day in days_told)]
        then, now = (measure_page(cast.ada, measure.pk, day) for day in (date(2026, 5, 19), date(2026, 5, 20)))
        client.force_login(cast.user("ada"))
        page = client.get(f"{measure.get_absolute_url()}?known_on=2026-05-19").content.decode()
        by_api = client.get(f"/api/v1/measures/{measure.pk}/figure?known_on=2026-05-19").json()
        early = client.get(f"{measure.get_absolute_url()}?known_on=2026-03-01").content.decode()
    assert told == [(0, 10), (0, 10), (10, 10), (10, 10)]
    assert (then.defined.late_days, then.defined.tolerance, then.standing) == (1, Decimal("0.9000"), "breach")
    assert (now.defined.late_days, now.defined.tolerance, now.standing) == (3, Decimal("0.8000"), "ok")
    assert [sum(point.figure.good or 0 for point in one.course) for one in (then, now)] == [0, 10]
    assert "Cases were counted otherwise then than today." in page
    assert "0 d early to 1 d late" in page
    assert (by_api["good"], by_api["of"], by_api["standing"]) == (0, 10, "breach")
    assert "its first definition is told" in early


# Corrections never re-enter a watch.
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("kind", "counted_from"), [("on-time-in-full", "shipments"), ("fill-rate", "shipments"), ("invoice-accuracy", "invoices")]
)
def test_a_correction_never_enters_a_watch_again(cast: Cast, kind: str, counted_from: str, seed: int) -> None:
    dice, account = random.Random(seed), make_account(owner=cast.ada)
    measure = make_measure(make_account_touchpoint(account), key=kind, kind=kind, counted_from=counted_from, window_days=10)
    for n in range(40):
        day = TODAY - timedelta(days=100 - n)
        if counted_from == "invoices":
            make_invoice(account, invoiced_on=day)
        else:
            make_shipment(account, promised_on=day, late_by=dice.choice([0, 0, 3]))
    first = watch_measure(WATCHER, measure.pk, today=TODAY)
    assert first is not None
    entered = list(WatchedOutcome.objects.order_by("position").values_list("position", "success", "numerator", "denominator"))
    assert len(entered) == first.seen == 40
    for row in Shipment.objects.all():
        if dice.random() < 0.5:
            Shipment.objects.filter(pk=row.pk).update(
                delivered_on=row.promised_on + timedelta(days=dice.choice([0, 5])), quantity_delivered=1
            )
    if counted_from == "invoices":
        wrong = account.invoice_set.order_by("pk").first()
        make_invoice(account, value="-1.00", invoiced_on=wrong.invoiced_on + timedelta(days=1), corrects=wrong)
    second = watch_measure(WATCHER, measure.pk, today=TODAY + timedelta(days=1))
    assert second is not None
    assert second.state == first.state
    assert list(WatchedOutcome.objects.order_by("position").values_list("position", "success", "numerator", "denominator")) == entered


def test_days_ring_when_too_few_are_within_the_tolerance(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    measure = make_measure(
        make_account_touchpoint(account),
        key="fill-rate",
        kind="fill-rate",
        target="0.98",
        tolerance="0.95",
        least_share="0.90",
        window_days=1,
    )
    for n in range(300):
        make_shipment(account, promised_on=TODAY - timedelta(days=320 - n), quantity_delivered=100 if n < 260 else 90)
    watch_measure(WATCHER, measure.pk, today=TODAY)
    alarm = ToleranceAlarm.objects.get()
    assert 260 < alarm.position <= 280
    assert alarm.shipment_id is not None


# P3: every measure is owned by its account, or by a named proxy, and shown so.
def test_a_measure_has_an_owner_whatever_anybody_types(cast: Cast) -> None:
    at = make_account_touchpoint(make_account(owner=cast.ada))
    for named in ("", "   "):
        with pytest.raises(Refused, match="Say whose figures these are"), nothing_changes():
            define_measure(cast.ada, at.account_id, "physical-delivery", kind="fill-rate", counted_from="shipments", proxy_name=named)
    with pytest.raises(IntegrityError), transaction.atomic():
        PerformanceMeasure.objects.create(account_touchpoint=at, key="x", name="x", is_proxy=True, proxy_name="")


def test_the_owner_is_shown_on_the_page_in_the_list_and_by_the_api(cast: Cast, client: Client) -> None:
    account = make_account(name="Ashgrove Markets", owner=cast.ada)
    at = make_account_touchpoint(account)
    own = make_measure(at)
    proxy = make_measure(at, key="fill-rate", kind="fill-rate", name="Fill rate", is_proxy=True, proxy_name="our warehouse")
    client.force_login(cast.user("ada"))
    assert "Owned by Ashgrove Markets" in client.get(own.get_absolute_url()).content.decode()
    assert "By proxy: our warehouse" in client.get(proxy.get_absolute_url()).content.decode()
    listed = client.get("/measures/").content.decode()
    assert "By proxy: our warehouse" in listed
    assert "Their own" in listed
    assert [client.get(f"/api/v1/measures/{one.pk}").json()["owner"] for one in (own, proxy)] == ["Ashgrove Markets", "our warehouse"]


def test_a_definition_that_cannot_be_is_refused_with_a_sentence(cast: Cast) -> None:
    at = make_account_touchpoint(make_account(owner=cast.ada))
    wrong = [
        ({"tolerance": Decimal("0.99")}, "The tolerance cannot lie above the target"),
        ({"break_even": Decimal("0.97")}, "Break-even lies at the tolerance or beyond it"),
        ({"counted_from": "invoices"}, "is not counted from these rows"),
    ]
    for values, sentence in wrong:
        given = {"counted_from": "shipments", "proxy_name": "ours", **values}
        with pytest.raises(Refused, match=sentence), nothing_changes():
            define_measure(cast.ada, at.account_id, "physical-delivery", kind="fill-rate", **given)
    with pytest.raises(Refused, match="lower is better"):
        define_measure(
            cast.ada, at.account_id, "physical-delivery", kind="days-to-settle", counted_from="file", proxy_name="x", tolerance=Decimal(2)
        )


def test_the_preview_gives_what_saving_gives_and_writes_nothing(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account)
    measure = make_measure(at, early_days=None, late_days=0)
    dice = random.Random(3)
    for n in range(80):
        make_shipment(account, promised_on=days.today() - timedelta(days=5 + n * 3), late_by=dice.choice([-9, -2, 0, 1, 4, None]))
    typed = {
        "counted_from": "shipments",
        "early_days": 2,
        "late_days": 1,
        "completeness": Decimal(1),
        "target": Decimal("0.95"),
        "tolerance": Decimal("0.9"),
    }
    with nothing_changes():
        shown = preview(cast.ada, at, "on-time-in-full", typed, measure)
    change_measure(cast.ada, measure.pk, version=None, **typed)
    measure.refresh_from_db()
    saved = figure_known(cast.ada, measure)
    assert (shown.figure.good, shown.figure.of) == (saved.good, saved.of)
    assert shown.now is not None
    assert shown.now.value != shown.figure.value


def test_the_form_shows_the_preview_and_a_figure_that_lacks(cast: Cast, client: Client) -> None:
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account)
    make_shipment(account, promised_on=days.today() - timedelta(days=40), quantity_delivered=90)
    client.force_login(cast.user("ada"))
    base = f"{at.get_absolute_url()}measures/"
    assert 'name="break_even"' in client.get(f"{base}new/?kind=fill-rate").content.decode()
    typed = {
        "kind": "fill-rate",
        "name": "Fill",
        "counted_from": "shipments",
        "window_days": 30,
        "least_share": 90,
        "target": 98,
        "tolerance": 95,
    }
    shown = client.get(f"{base}preview/", typed).content.decode()
    assert "90 quantity delivered" in shown
    assert "of 100 quantity ordered" in shown
    assert "It would ring." in shown
    assert "a figure that it needs is missing" in client.get(f"{base}preview/", {**typed, "tolerance": "x"}).content.decode()


# The budget of false alarms is shared out.
def test_the_budget_is_shared_out_over_what_an_owner_watches(cast: Cast) -> None:
    set_watch_budget(cast.root, version=1, false_alarms=Decimal("0.01"))
    measures = []
    for count in (30, 70):
        account = make_account(owner=cast.ada)
        measure = make_measure(make_account_touchpoint(account), early_days=0, late_days=0)
        for n in range(count):
            make_shipment(account, promised_on=TODAY - timedelta(days=100 + n))
        watch_measure(WATCHER, measure.pk, today=TODAY)
        measures.append(measure)
    assert list(ToleranceWatch.objects.order_by("pk").values_list("trials_per_year", "run_length")) == [(30, 20_000), (70, 20_000)]
    shares = shares_of(cast.ada, measures[0])
    assert shares is not None
    assert (shares.trials, shares.count, shares.allowed) == (100, 2, Decimal("0.01"))
    assert shares.expected == Decimal(100) / 20_000


def test_a_watch_has_a_smaller_share_once_its_owner_watches_more(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    first = make_measure(make_account_touchpoint(account), early_days=0, late_days=0)
    make_shipment(account, promised_on=TODAY - timedelta(days=100))
    watch_measure(WATCHER, first.pk, today=TODAY)
    other = make_measure(make_account_touchpoint(make_account(owner=cast.ada)))
    ToleranceWatch.objects.create(measure=other, reading=1, state={}, run_length=20_000, trials_per_year=40_000)
    make_shipment(account, promised_on=TODAY - timedelta(days=1))
    watch = watch_measure(WATCHER, first.pk, today=TODAY + timedelta(days=1))
    assert watch is not None
    assert watch.trials_per_year == 2
    assert watch.run_length == 2 * 40_002


@pytest.mark.parametrize("allowed", ["0", "53", "-1"])
def test_a_budget_out_of_range_is_refused(cast: Cast, allowed: str) -> None:
    with pytest.raises(Refused, match=r"at least 0\.01 and at most 52"), nothing_changes():
        set_watch_budget(cast.root, version=1, false_alarms=Decimal(allowed))


# Pages keep to their budgets, whatever hangs on a measure.
def test_the_page_and_the_list_ask_no_more_for_more_rows(cast: Cast, client: Client, django_assert_max_num_queries: Any) -> None:
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account)
    measure = make_measure(at)
    client.force_login(cast.user("ada"))
    for many in (1, 40):
        for n in range(many):
            make_shipment(account, promised_on=days.today() - timedelta(days=10 + n))
            make_measure(make_account_touchpoint(make_account(owner=cast.ada)), key=f"m{n}-{many}")
        run_waiting()
        with django_assert_max_num_queries(30):
            assert client.get(measure.get_absolute_url()).status_code == 200
        with django_assert_max_num_queries(12):
            assert client.get("/measures/").status_code == 200
        with django_assert_max_num_queries(12):
            assert client.get("/reconciliation/").status_code == 200


def test_what_is_out_of_tolerance_stands_first(cast: Cast, client: Client) -> None:
    for name, late in (("Alder", 0), ("Birch", 9), ("Castell", None)):
        account = make_account(name=f"{name} Markets", owner=cast.ada)
        measure = make_measure(make_account_touchpoint(account))
        if late is not None:
            make_shipment(account, promised_on=days.today() - timedelta(days=30), late_by=late)
        watch_measure(WATCHER, measure.pk)
    client.force_login(cast.user("ada"))
    page = client.get("/measures/").content.decode()
    assert page.index("Birch Markets") < page.index("Alder Markets") < page.index("Castell Markets")
    assert client.get("/measures/?sort=type").status_code == 400


def bring_in(cast: Cast, kind: str, lines: list[str], name: str = "file.csv") -> Any:
    run = import_now(cast.root, kind, BytesIO("\n".join(lines).encode()), file_name=name, source="theirs")
    run_waiting()
    return run


def test_claims_that_take_too_long_ring_on_today_and_by_mail_with_the_claims(cast: Cast, client: Client) -> None:
    account = make_account(name="Ashgrove Markets", owner=cast.ada)
    make_measure(
        make_account_touchpoint(account, key="claims-service"),
        key="days-to-settle", kind="days-to-settle", name="Days to settle", counted_from="file", unit="days", better="lower", target=5, tolerance=10, window_days=60,
    )  # fmt: skip
    settled = [days.today() - timedelta(days=30 - n) for n in range(20)]
    claims = [f"Ashgrove Markets,days-to-settle,CL-{n},{day - timedelta(days=4 if n < 10 else 20)},{day}" for n, day in enumerate(settled)]
    bring_in(cast, "measure-cases", ["account,measure,claim,opened,settled", *claims])
    alarm = ToleranceAlarm.objects.get()
    assert alarm.case is not None
    mail = OutgoingMail.objects.get()
    assert mail.to == "ada@example.org"
    assert f"{alarm.late} of the last {alarm.of} claims failed" in mail.text
    assert "of “Days to settle” 90 % must be good" in mail.text.replace("\u202f", " ").replace("\xa0", " ").replace("\n", " ")
    assert f"- {alarm.case.number}:" in mail.text
    client.force_login(cast.user("ada"))
    assert "Claims and customer service: Days to settle" in client.get("/").content.decode()


def test_a_file_of_figures_that_comes_twice_says_nothing_new_and_another_figure_corrects(cast: Cast) -> None:
    measure = reported(cast, name="Order accuracy", key="order-accuracy", kind="reported-share")
    account = measure.account_touchpoint.account.name
    head = "account,measure,from,to,good ones,of,reason"
    first = [head, f"{account},Order accuracy,2026-03-01,2026-03-31,98,100,"]
    for _time in range(2):
        bring_in(cast, "measure-figures", first)
    assert Observation.objects.count() == 1
    bring_in(cast, "measure-figures", [head, f"{account},Order accuracy,2026-03-01,2026-03-31,91,100,Counted twice"], "later.csv")
    assert [int(one.numerator) for one in observations_known(cast.ada, measure)] == [91]
    assert Observation.objects.count() == 2
    wrong = bring_in(cast, "measure-figures", [head, f"{account},Order accuracy,2026-04-01,2026-04-30,101,100,"], "wrong.csv")
    assert (wrong.created, wrong.refused) == (0, 1)


def test_a_case_lacks_what_its_kind_needs_and_a_number_stands_once(cast: Cast) -> None:
    account = make_account(name="Ashgrove Markets", owner=cast.ada)
    make_measure(
        make_account_touchpoint(account),
        key="forecast-error",
        kind="forecast-error",
        counted_from="file",
        better="lower",
        target="0.2",
        tolerance="0.3",
    )
    head = "id,account,measure,number,period end,forecast,actual"
    lines = [
        "1,Ashgrove Markets,forecast-error,A,2026-03-31,100,90",
        "2,Ashgrove Markets,forecast-error,A,2026-03-31,100,90",
        "3,Ashgrove Markets,forecast-error,B,,100,90",
        "4,Ashgrove Markets,fill-rate,C,2026-03-31,100,90",
    ]
    run = bring_in(cast, "measure-cases", [head, *lines])
    assert (run.created, run.refused) == (1, 3)
    said = " ".join(issue.sentence for issue in run.issues.all())
    assert "Another row has the same number" in said
    assert "a row has to say: end of the period, forecast, needed" in said
    assert "This account has no such measure" in said


def test_a_credit_note_finds_the_invoice_that_it_corrects_wherever_it_stands_in_the_file(cast: Cast) -> None:
    account = make_account(name="Ashgrove Markets", owner=cast.ada)
    make_measure(
        make_account_touchpoint(account, key="invoicing-payment"), key="invoice-accuracy", kind="invoice-accuracy", counted_from="invoices"
    )
    day = days.today() - timedelta(days=100)
    lines = [
        "account,invoice,corrects invoice,invoice date,value",
        f"Ashgrove Markets,CN-1,inv-1,{day + timedelta(days=3)},-10",
        *(f"Ashgrove Markets,INV-{n},,{day},100" for n in range(1, 5)),
        f"Ashgrove Markets,CN-2,INV-99,{day},-10",
    ]
    run = bring_in(cast, "invoices", lines)
    assert run.refused == 0
    assert Invoice.objects.get(number="CN-1").corrects == Invoice.objects.get(number="INV-1")
    assert Invoice.objects.get(number="CN-2").corrects is None
    figure = MeasureFigure.objects.get()
    assert (figure.good, figure.of) == (3, 4)
