from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutua.backoffice.models import Order
from mutua.backoffice.tests.making import make_invoice, make_order, make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation.metrics import MetricQuery, in_currency, metric_named

pytestmark = pytest.mark.django_db
SPRING = (date(2026, 1, 15), date(2026, 4, 1))  # February and March lie wholly between


def outcomes(key, *accounts, span=SPRING, currency=""):
    measure = in_currency(metric_named(key), currency)
    return list(measure.outcomes(MetricQuery(*span, frozenset(account.pk for account in accounts))))


def test_an_order_takes_the_days_until_its_shipment_came_and_is_known_when_that_was_recorded():
    account = make_account()
    placed = make_order(account, placed_on=date(2026, 2, 1))
    came = date(2026, 2, 11)
    told = make_shipment(account, order=placed, promised_on=came, late_by=0, recorded_on=came + timedelta(3))
    make_shipment(account, order=placed, late_by=None)
    make_shipment(account, order=make_order(account, placed_on=None))
    make_shipment(make_account(), order=placed, promised_on=came)
    (one,) = outcomes("order.delivery_days", account)
    assert (one.key, one.value, one.known_on) == (told.pk, 10.0, date(2026, 2, 14))


def test_every_account_is_told_of_every_whole_month_once_in_the_order_of_months():
    one, other = make_account(name="One"), make_account(name="Other")
    make_order(one, dated_on=date(2026, 2, 28))
    make_order(one, dated_on=date(2026, 2, 3))
    make_order(other, dated_on=date(2026, 3, 31))
    make_order(other, dated_on=date(2026, 2, 9), state=Order.State.CANCELLED)
    make_order(other, dated_on=date(2026, 1, 20))
    make_order(other, dated_on=date(2026, 4, 1))
    told = [(row.label, row.known_on, row.value) for row in outcomes("account.bought_in_month", one, other)]
    assert told == [
        ("One, February 2026", date(2026, 3, 1), 1.0),
        ("Other, February 2026", date(2026, 3, 1), 0.0),
        ("One, March 2026", date(2026, 4, 1), 0.0),
        ("Other, March 2026", date(2026, 4, 1), 1.0),
    ]


def test_a_month_that_has_not_ended_or_began_before_is_not_told():
    account = make_account()
    assert outcomes("account.bought_in_month", account, span=(date(2026, 2, 2), date(2026, 3, 31))) == []
    assert len(outcomes("account.bought_in_month", account, span=(date(2025, 12, 1), date(2026, 1, 1)))) == 1


def test_keys_go_up_with_the_months_so_that_none_is_taken_for_one_that_was_counted():
    accounts = [make_account() for _n in range(3)]
    keys = [row.key for row in outcomes("account.bought_in_month", *accounts, span=(date(2025, 11, 1), date(2026, 4, 1)))]
    assert len(keys) == 15
    assert keys == sorted(set(keys))


def test_a_month_brings_invoices_less_credit_notes_of_one_currency():
    account = make_account()
    for value, day, currency in (
        ("900.10", date(2026, 2, 2), "USD"),
        ("-100.05", date(2026, 2, 20), "USD"),
        ("7.00", date(2026, 2, 20), "EUR"),
        ("5.00", date(2026, 1, 31), "USD"),
    ):
        make_invoice(account, value=value, open_amount="0", invoiced_on=day, currency=currency)
    told = [(row.value, str(row.amount), row.currency) for row in outcomes("account.invoiced_in_month", account, currency="USD")]
    assert told == [(800.05, "800.05", "USD"), (0.0, "0", "USD")]
    assert [row.value for row in outcomes("account.invoiced_in_month", account, currency="EUR")] == [7.0, 0.0]


def test_money_without_a_currency_is_no_number():
    with pytest.raises(ValueError, match="one currency"):
        outcomes("account.invoiced_in_month", make_account())


def test_where_nobody_is_named_customers_are_counted_and_nobody_else():
    customer, _rival = make_account(), make_account(roles=["competitor"])
    found = metric_named("account.bought_in_month").outcomes(MetricQuery(*SPRING))
    assert {row.account_id for row in found} == {customer.pk}
