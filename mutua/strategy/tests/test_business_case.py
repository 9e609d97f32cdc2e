"""Mutua's own business case, against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.foundation import days, metrics
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.metrics import Outcome, metric_named
from mutua.foundation.records.errors import Refused
from mutua.methods.sequential import MeanSequence
from mutua.strategy.actions.read_business_case import LATE, read_case_line, spans
from mutua.strategy.actions.tell_business_case import Line, tell_business_case
from mutua.strategy.models import BusinessCase, CaseDay, CaseReading
from mutua.strategy.queries.business_case import business_case
from mutua.strategy.tasks import read_business_case
from mutua.strategy.tests.metrics import told
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)
FLOW = flow_actor("test")
LINE = Line("Deliveries on time", "test", 0.8, 0.95, Decimal(1_000_000))


def tell(actor, *lines, version=0, **values):
    given = {"used_since": SINCE, "cost_per_year": Decimal(40_000), "reason": "To know whether it pays", **values}
    return tell_business_case(actor, lines or [LINE], version=version, **given)


def read(on=None):
    with days.as_of(on or days.today()):
        read_business_case.defer()
        run_waiting()


@pytest.fixture
def nine_of_ten():
    """200 outcomes since the day, 180 of them good; ten bad ones before it."""
    outcomes = [Outcome(n, SINCE - timedelta(days=20 - n), 0.0, 1) for n in range(10)]
    outcomes += [Outcome(100 + n, SINCE + timedelta(days=n % 100), float(n % 10 != 0), 1) for n in range(200)]
    with told("test", outcomes):
        yield


def test_what_came_since_is_held_against_what_was_before(cast, nine_of_ten):
    tell(cast.executive)
    read(date(2026, 6, 1))
    case = business_case(cast.ada)
    line = case.lines[0]
    assert (line.observations, round(line.estimate, 10)) == (200, 0.9)
    assert (line.expected, line.verified) == (Decimal("150000.00"), Decimal("100000.00"))
    assert line.low < line.verified < line.high
    assert (case.expected_net, case.net) == (Decimal("110000.00"), Decimal("60000.00"))


def test_the_page_tells_it(client, cast, nine_of_ten):
    client.force_login(cast.user("executive"))
    assert "Does using Mutua pay?" in client.get("/strategies/business-case/").content.decode()
    tell(cast.executive)
    assert "has not been read yet" in client.get("/strategies/business-case/").content.decode()
    read()
    page = client.get("/strategies/business-case/").content.decode()
    for words in ("$150,000", "$100,000", "$60k", "200 outcomes"):
        assert words in page, words


@pytest.mark.parametrize(
    ("line", "values", "words"),
    [
        (Line("x", "nose", 0.8, 0.9, Decimal(1)), {}, "no measure"),
        (Line(" ", "test", 0.8, 0.9, Decimal(1)), {}, "what should change"),
        (Line("x", "test", 0.9, 0.8, Decimal(1)), {}, "no better than it was"),
        (Line("x", "test", 80, 90, Decimal(1)), {}, "between 0 and 1"),
        (LINE, {"reason": " "}, "Say why"),
        (LINE, {"cost_per_year": Decimal(-1)}, "cannot be negative"),
        (LINE, {"used_since": date(2999, 1, 1)}, "has not come yet"),
        (LINE, {"version": 3}, "meanwhile"),
    ],
)
def test_a_case_that_says_nothing_is_refused(cast, nine_of_ten, line, values, words):
    with nothing_changes(), pytest.raises(Refused, match=words):
        tell(cast.executive, line, **values)


def test_what_was_expected_stays(cast, nine_of_ten):
    tell(cast.executive)
    tell(cast.executive, Line("Deliveries on time", "test", 0.8, 0.85, Decimal(1)), version=1)
    assert list(BusinessCase.objects.values_list("number", "lines__0__expected")) == [(2, 0.85), (1, 0.95)]
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE strategy_businesscase SET lines = '[]'")


def figures():
    return list(CaseReading.objects.values_list("position", "state", "read_to", "counted", "estimate", "lower", "upper", "verdict"))


def test_a_second_reading_changes_nothing(cast, nine_of_ten):
    tell(cast.executive)
    read(date(2026, 6, 1))
    before, keys = figures(), list(CaseDay.objects.values_list("known_on", "keys"))
    read(date(2026, 6, 1))
    assert (figures(), list(CaseDay.objects.values_list("known_on", "keys"))) == (before, keys)


def test_read_piece_by_piece_it_comes_to_the_digit_of_one_sequence(cast):
    """Two years, read on some days only, against a sequence that sees the same outcomes in their order at once."""
    outcomes = [Outcome(n, SINCE + timedelta(days=n), float(n % 7 != 0), 1) for n in range(700)]
    with told("test", outcomes):
        tell(cast.executive)
        for day in (SINCE + timedelta(5), SINCE + timedelta(200), SINCE + timedelta(650), SINCE + timedelta(699)):
            read(day)
    whole = MeanSequence(alpha=0.05, bounds=(0.0, 1.0), burn_in=100)
    interval = whole.update([outcome.value for outcome in outcomes])
    reading = CaseReading.objects.get()
    assert (reading.counted, reading.estimate, reading.lower, reading.upper) == (700, interval.estimate, interval.lower, interval.upper)


def test_a_reading_that_was_cut_off_goes_on_where_it_was(cast):
    """The worker dies after the second of many pieces; the next one counts nothing twice, though it looks back."""
    outcomes = [Outcome(n, SINCE + timedelta(days=n), float(n % 7 != 0), 1) for n in range(700)]
    with told("test", outcomes), days.as_of(SINCE + timedelta(699)):
        case = tell(cast.executive)
        for since, until in spans(case, 0, until=days.today())[:2]:
            read_case_line(FLOW, case, 0, since, until)
        read(days.today())
    assert CaseReading.objects.get().counted == 700


def test_what_comes_late_is_counted_once_and_on_the_day_on_which_it_came(cast):
    outcomes = [Outcome(n, SINCE + timedelta(days=n), 1.0, 1) for n in range(100)]
    with told("test", outcomes):
        tell(cast.executive)
        read(SINCE + timedelta(100))
        outcomes.append(Outcome(900, SINCE + timedelta(days=60), 0.0, 1))
        outcomes.append(Outcome(901, SINCE + timedelta(days=101), 1.0, 1))
        for _twice in range(2):
            read(SINCE + timedelta(101))
    reading = CaseReading.objects.get()
    in_that_order = MeanSequence(alpha=0.05, bounds=(0.0, 1.0), burn_in=100).update([*([1.0] * 100), 0.0, 1.0])
    assert (reading.counted, reading.lower, reading.upper) == (102, in_that_order.lower, in_that_order.upper)


def test_only_what_may_arrive_late_is_looked_at_again(cast):
    with told("test", []):
        case = tell(cast.executive)
        read(date(2026, 12, 1))
    assert spans(case, 0, until=date(2026, 12, 2)) == [(date(2026, 12, 1) - LATE, date(2026, 12, 2))]


def test_the_page_reads_no_outcome(cast, nine_of_ten, monkeypatch, django_assert_num_queries):
    tell(cast.executive)
    read()
    monkeypatch.setitem(metrics._metrics, "test", replace(metric_named("test"), outcomes=lambda query: pytest.fail("read")))
    with django_assert_num_queries(2):
        assert business_case(cast.executive).lines[0].observations == 200


def test_two_lines_share_the_chance_of_a_wrong_alarm(cast):
    outcomes = [Outcome(n, SINCE + timedelta(days=n), float(n % 10 != 0), 1) for n in range(200)]
    with told("test", outcomes):
        tell(cast.executive, LINE, Line("Again", "test", 0.8, 0.9, Decimal(1)))
        read(SINCE + timedelta(300))
    half = MeanSequence(alpha=0.025, bounds=(0.0, 1.0), burn_in=100).update([outcome.value for outcome in outcomes])
    assert [(row.lower, row.upper) for row in CaseReading.objects.order_by("position")] == [(half.lower, half.upper)] * 2
