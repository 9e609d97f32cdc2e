"""Mutua's own business case, against figures worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.foundation import days
from mutua.foundation.metrics import Outcome
from mutua.foundation.records.errors import Refused
from mutua.strategy.actions.tell_business_case import Line, tell_business_case
from mutua.strategy.models import BusinessCase
from mutua.strategy.queries.business_case import business_case
from mutua.strategy.tests.metrics import told
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)
LINE = Line("Deliveries on time", "test", 0.8, 0.95, Decimal(1_000_000))


def tell(actor, *lines, version=0, **values):
    given = {"used_since": SINCE, "cost_per_year": Decimal(40_000), "reason": "To know whether it pays", **values}
    return tell_business_case(actor, lines or [LINE], version=version, **given)


@pytest.fixture
def nine_of_ten():
    """200 outcomes since the day, 180 of them good; ten bad ones before it."""
    outcomes = [Outcome(n, SINCE - timedelta(days=20 - n), 0.0, 1) for n in range(10)]
    outcomes += [Outcome(100 + n, SINCE + timedelta(days=n % 100), float(n % 10 != 0), 1) for n in range(200)]
    with told("test", outcomes):
        yield


def test_what_came_since_is_held_against_what_was_before(cast, nine_of_ten):
    tell(cast.executive)
    with days.as_of(date(2026, 6, 1)):
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
