"""Two currencies do not add up: every sum of the back office is of one, and says of which."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mutua.backoffice.queries.of_account import deliveries_of
from mutua.backoffice.queries.trade import supplied_per_year
from mutua.backoffice.tests.making import make_order, make_shipment
from mutua.customers.actions.note_trade import note_trade
from mutua.customers.models import Account, TradingLink
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.filters import apply_filter
from mutua.foundation.money import Money

pytestmark = pytest.mark.django_db
FLOW = flow_actor("test")


def fits(field: str, value: int) -> bool:
    return apply_filter(Account.objects.all(), "account", {"field": field, "op": "is", "value": value}).exists()


def test_a_roll_up_counts_the_accounts_own_currency_and_says_how_many_others_there_are() -> None:
    account = make_account(currency="USD")
    make_order(account, value="100", currency="USD")
    make_order(account, value="7", currency="JPY")
    assert fits("orders.value", 100)
    assert not fits("orders.value", 107)
    assert fits("orders.foreign", 1)


def test_the_deliveries_of_a_year_are_summed_by_currency() -> None:
    account, promised = make_account(), days.today() - timedelta(5)
    for value, currency in (("100", "USD"), ("20", "EUR"), ("5", "USD")):
        make_shipment(account, promised_on=promised, value=value, currency=currency)
    found = deliveries_of(FLOW, account.pk)
    assert (found.shipments, found.all_time) == (3, 3)
    assert found.values == [Money(Decimal(20), "EUR"), Money(Decimal(105), "USD")]


def test_a_trading_link_is_worth_what_most_shipments_are_in() -> None:
    supplier, buyer = make_account(), make_account()
    for value, currency in (("100", "USD"), ("9000", "EUR"), ("5", "USD")):
        make_shipment(buyer, supplier=supplier, value=value, currency=currency)
    worth = supplied_per_year([buyer.pk])
    assert worth == {(supplier.pk, buyer.pk): Money(Decimal("105.00"), "USD")}
    note_trade(FLOW, "erp", worth)
    note_trade(FLOW, "erp", {(supplier.pk, buyer.pk): Money(Decimal(8), "EUR")})
    link = TradingLink.objects.get()
    assert (link.value_per_year, link.currency) == (Decimal(8), "EUR")
