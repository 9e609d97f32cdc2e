"""The trading partners of an account, and what each means to the other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutua.customers.queries.trade_map import trade_map
from mutua.customers.rules.trade import THICKEST, THINNEST, dependence, widths
from mutua.customers.tests.making import make_account, make_trading_link


def test_dependence_is_a_part_of_all_known_trade():
    assert dependence(Decimal(30), Decimal(120)) == Decimal("0.25")
    assert dependence(None, Decimal(120)) is None
    assert dependence(Decimal(30), None) is None


def test_the_largest_is_thickest_and_the_unknown_thin():
    assert widths([Decimal(100), Decimal(50), None]) == [THICKEST, THICKEST / 2, THINNEST]
    assert widths([None]) == [THINNEST]


@pytest.mark.django_db
def test_suppliers_stand_left_buyers_right_and_both_dependences_are_counted(cast):
    account, supplier, buyer, other = (make_account(owner=cast.ada) for _number in range(4))
    make_trading_link(supplier=supplier, buyer=account, value_per_year=60)
    make_trading_link(supplier=supplier, buyer=other, value_per_year=240)
    make_trading_link(supplier=account, buyer=buyer, value_per_year=40)
    make_trading_link(supplier=account, buyer=other, value_per_year=1000, currency="EUR")
    shown = trade_map(cast.ada, account)
    assert [partner.account for partner in shown.suppliers] == [supplier]
    assert [partner.account for partner in shown.buyers] == [other, buyer]
    assert (shown.suppliers[0].ours, shown.suppliers[0].theirs) == (Decimal("0.6"), Decimal("0.2"))
    # What goes in euros is compared with euros only.
    assert (shown.buyers[0].ours, shown.buyers[0].theirs) == (1, 1)


@pytest.mark.django_db
def test_trade_out_of_sight_is_not_counted(cast):
    account, supplier = make_account(owner=cast.ada), make_account(owner=cast.eve)
    make_trading_link(supplier=supplier, buyer=account, value_per_year=60)
    make_trading_link(supplier=supplier, buyer=make_account(owner=cast.eve), value_per_year=240)
    partner = trade_map(cast.ada, account).suppliers[0]
    assert (partner.theirs, partner.seen) == (None, False)  # a part of what she sees would be no part of their trade
    assert trade_map(cast.executive, account).suppliers[0].theirs == Decimal("0.2")


@pytest.mark.django_db
def test_sixty_partners_cost_no_more_questions_than_one(cast):
    ada, account, asked = Client(), make_account(owner=cast.ada, name="Alder"), []
    ada.force_login(cast.users["ada"])
    address = reverse("customers:trading", args=[account.pk])
    assert "No trading partners yet" in ada.get(address).content.decode()
    for size in (1, 59):
        for number in range(size):
            make_trading_link(buyer=account, supplier=make_account(owner=cast.ada, name=f"Mill {number}"), value_per_year=number + 1)
        with CaptureQueriesContext(connection) as captured:
            page = ada.get(address).content.decode()
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 30
    assert page.count('vector-effect="non-scaling-stroke"') == 60
    assert "60 partners supply Alder" in page
    file = b"".join(ada.get(address + "?as=csv").streaming_content).decode()
    assert file.count("\n") == 61
