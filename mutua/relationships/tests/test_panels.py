"""Which accounts are compared is decided by their number, in the database, and no more than needed come out of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutua.backoffice.tests.making import make_order
from mutua.customers.tests.making import make_account
from mutua.relationships.models import Observation
from mutua.relationships.queries import panels
from mutua.relationships.tests.making import make_account_touchpoint, make_measure

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


def scattered(accounts, most):
    """As the docstring says it, in plain Python."""
    return set(sorted(accounts, key=lambda number: (number * 2_654_435_761 % 2**32, number))[:most])


@pytest.fixture
def buyers(cast):
    accounts = [make_account(owner=cast.ada) for _ in range(12)]
    for account in accounts:
        for month in (1, 4):
            make_order(account, value=10, dated_on=date(2026, month, 5), placed_on=date(2026, month, 5))
    return [account.pk for account in accounts]


def test_buyers_are_chosen_by_their_number_and_the_wanted_ones_among_them(cast, buyers, monkeypatch):
    monkeypatch.setattr(panels, "MOST_ACCOUNTS", 5)
    first = scattered(buyers, 5)
    left_out = next(number for number in buyers if number not in first)
    nobody = make_account(owner=cast.ada).pk
    found = panels.ordered(cast.executive, "USD", SINCE, UNTIL, [left_out, nobody])
    assert set(found.by_account) == first | {left_out}
    assert found.by_account[left_out] == (10.0, 0.0, 0.0, 10.0, 0.0, 0.0)


def test_no_statement_brings_out_more_than_it_needs(cast, buyers, monkeypatch):
    monkeypatch.setattr(panels, "MOST_ACCOUNTS", 5)
    with CaptureQueriesContext(connection) as asked:
        panels.ordered(cast.executive, "USD", SINCE, UNTIL, [])
    assert "LIMIT 5" in asked[0]["sql"]


def test_accounts_at_a_touchpoint_are_bounded_too(cast, monkeypatch):
    accounts = []
    for _n in range(8):
        account = make_account(owner=cast.ada)
        measure = make_measure(make_account_touchpoint(account, key="claims-service"), key="settled", shipments=False)
        for month in (3, 6):
            Observation.objects.create(
                measure=measure, since=date(2026, month - 2, 1), until=date(2026, month, 28), numerator=3, denominator=4
            )
        accounts.append(account.pk)
    touchpoint = measure.account_touchpoint.touchpoint_id
    assert set(panels.shares(cast.executive, touchpoint, "settled", SINCE, UNTIL, []).by_account) == set(accounts)
    monkeypatch.setattr(panels, "MOST_LOOKED_AT", 3)
    left_out = next(number for number in accounts if number not in scattered(accounts, 3))
    found = panels.shares(cast.executive, touchpoint, "settled", SINCE, UNTIL, [left_out])
    assert set(found.by_account) == scattered(accounts, 3) | {left_out}
    assert found.by_account[left_out] == (0.75, 0.75)
