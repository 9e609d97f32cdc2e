"""What relationships adds to the list of accounts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.models import ValueEntry
from mutua.relationships.queries.on_time import by_quarter, quarters_back
from mutua.relationships.queries.values import got_by
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


def make_trend(cast: Cast, name: str = "Zambia programme") -> int:
    """2 of 3 in the quarter of January 2026, 1 of 1 in that of April, nothing before; one is not known yet."""
    account = make_account(owner=cast.ada, name=name)
    measure = make_measure(make_account_touchpoint(account), early_days=7, late_days=0)
    for promised, late in ((date(2026, 1, 10), 0), (date(2026, 2, 10), -3), (date(2026, 3, 10), 9), (date(2026, 4, 2), 0)):
        make_shipment(account, promised_on=promised, late_by=late)
    make_shipment(account, promised_on=date(2026, 6, 10), late_by=None)
    for side, amount in (("us", 300), ("us", 50), ("customer", 200)):
        entry = {"component": "price", "currency": account.currency, "period": date(2026, 1, 1)}
        ValueEntry.objects.create(account=account, side=side, amount=Decimal(amount), kind="claimed", **entry)
        ValueEntry.objects.create(account=account, side=side, amount=Decimal(9_000), kind="expected", **entry)
    return int(measure.pk)


def test_the_quarters_end_with_the_running_one() -> None:
    assert quarters_back(date(2026, 2, 28), 3) == [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)]


def test_a_trend_is_the_share_of_each_quarter_and_skips_what_is_empty(cast: Cast) -> None:
    measure = make_trend(cast)
    with days.as_of(TODAY):
        assert by_quarter(cast.ada, [measure], 4) == {measure: [None, None, Fraction(2, 3), Fraction(1)]}
        assert by_quarter(cast.eve, [measure], 4) == {}


def test_value_both_ways_is_what_was_got_and_not_what_is_expected(cast: Cast) -> None:
    make_trend(cast)
    account = make_account(owner=cast.ada)
    own = account.__class__.objects.get(name="Zambia programme")
    got = got_by(cast.ada, [own, account])
    assert {key: (both.us, both.customer) for key, both in got.items()} == {own.pk: (Decimal(350), Decimal(200))}
    assert got_by(cast.eve, [own]) == {}


def test_the_list_draws_both_for_each_account_in_twelve_questions(cast: Cast, client) -> None:
    for number in range(4):
        make_trend(cast, f"Account {number:02}")
    client.force_login(cast.user("ada"))
    with days.as_of(TODAY), CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("customers:accounts")).content.decode()
    assert (page.count('class="spark"'), page.count('class="duo"')) == (4, 4)
    assert re.search(r"66.7.% at first, 100.0.% at last", page)
    assert "To them $200, to us $350" in page
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 12, "\n".join(asked)
