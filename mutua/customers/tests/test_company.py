"""A company from top to bottom, and what its figures come to."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutua.customers.queries.company import company_of
from mutua.customers.rules.company import Place, rolled_up, tree
from mutua.customers.tests.making import make_account


def test_the_tree_goes_down_before_it_goes_on():
    parents = {1: None, 2: 1, 3: 2, 4: 1}
    assert tree(3, parents, [1, 4, 2, 3]) == [Place(1, 0), Place(4, 1), Place(2, 1), Place(3, 2)]


def test_a_branch_below_an_account_out_of_sight_is_not_told():
    assert tree(4, {1: None, 2: 1, 3: 2, 4: 1}, [1, 3, 4]) == [Place(1, 0), Place(4, 1)]
    assert tree(3, {1: None, 2: 1, 3: 2, 4: 1}, [1, 3, 4]) == [Place(3, 0)]


def test_a_circle_ends():
    assert [place.account_id for place in tree(1, {1: 2, 2: 1}, [1, 2])] == [2, 1]


def test_sums_are_made_within_a_currency_and_never_across():
    places = [Place(1, 0), Place(2, 1), Place(3, 2), Place(4, 1)]
    sums = rolled_up(
        places, [(1, "USD", Decimal(1)), (3, "USD", Decimal(10)), (3, "EUR", Decimal(5)), (4, "ZMW", Decimal(7)), (9, "USD", Decimal(99))]
    )
    assert sums[1] == {"USD": Decimal(11), "EUR": Decimal(5), "ZMW": Decimal(7)}
    assert sums[2] == {"USD": Decimal(10), "EUR": Decimal(5)}
    assert sums[4] == {"ZMW": Decimal(7)}


@pytest.mark.django_db
def test_spend_of_the_company_is_that_of_all_who_are_seen(cast):
    top = make_account(owner=cast.ada, spend_per_year=100, currency="USD")
    middle = make_account(owner=cast.ada, parent=top, spend_per_year=20, currency="EUR")
    make_account(owner=cast.ada, parent=middle, spend_per_year=3, currency="EUR")
    make_account(owner=cast.eve, parent=top, spend_per_year=1_000_000, currency="USD")
    make_account(owner=cast.ada, parent=top, deleted_at=top.created_at, spend_per_year=5)
    company = company_of(cast.ada, middle)
    assert company.top.figures[0] == {"USD": Decimal(100), "EUR": Decimal(23)}
    assert company.hidden
    assert not company_of(cast.executive, middle).hidden
    assert company_of(cast.executive, middle).top.figures[0]["USD"] == 1_000_100


@pytest.mark.django_db
def test_the_page_asks_the_same_few_questions_for_two_hundred_as_for_two(cast):
    ada, asked = Client(), []
    ada.force_login(cast.users["ada"])
    top = above = make_account(owner=cast.ada, name="Alder Group", spend_per_year=5_000)
    ada.get(top.get_absolute_url())  # what is asked once and remembered is asked before
    for size in (1, 200):
        for number in range(size):
            made = make_account(owner=cast.ada, parent=above, name=f"Depot {number:03}")
            above = made if number % 40 == 39 else above
        with CaptureQueriesContext(connection) as captured:
            page = ada.get(reverse("customers:account-tab", args=[top.pk, "company"])).content.decode()
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 30
    shown = set(re.findall(r'href="/accounts/(\d+)/"', page)) - {str(top.pk)}
    assert len(shown) + int(re.findall(r"And (\d+) further down", page)[0]) == 201, "whoever is not shown is counted"
    assert "$5,000" in page
