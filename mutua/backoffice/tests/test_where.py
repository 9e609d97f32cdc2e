"""Where an order is, in its stages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.backoffice.models.party import of_party
from mutua.backoffice.queries.whereabouts import orders_and_where, whereabouts
from mutua.backoffice.rules.where import Sent, where_is
from mutua.backoffice.tests.making import make_order, make_order_line, make_shipment, make_shipment_line
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor

TODAY = date(2026, 3, 10)
ALL = flow_actor("tests")


def sent(quantity=10, *, promised=8, shipped: int | None = 5, delivered: int | None = None):
    day = lambda number: None if number is None else date(2026, 3, number)  # noqa: E731
    return Sent(date(2026, 3, promised), day(shipped), day(delivered), Decimal(quantity))


@pytest.mark.parametrize(
    ("ordered", "promised", "shipments", "stage", "late"),
    [
        (10, date(2026, 3, 12), [], "ordered", 0),
        (10, date(2026, 3, 7), [], "ordered", 3),
        (10, None, [], "ordered", 0),
        (10, date(2026, 3, 12), [sent(4, promised=12)], "part_shipped", 0),
        (10, date(2026, 3, 9), [sent(4, delivered=7)], "part_shipped", 1),
        (10, date(2026, 3, 12), [sent(4, promised=6), sent(6, promised=12)], "shipped", 4),
        (10, date(2026, 3, 12), [sent(4, delivered=8), sent(6, promised=12)], "shipped", 0),
        (10, date(2026, 3, 8), [sent(4, delivered=8), sent(6, delivered=10)], "delivered", 2),
        (10, date(2026, 3, 8), [sent(12, delivered=7)], "delivered", 0),
        (10, date(2026, 3, 12), [sent(10, promised=12, shipped=11)], "ordered", 0),
        (10, date(2026, 3, 12), [sent(10, promised=12, shipped=None)], "shipped", 0),
        (0, None, [sent(5, delivered=8)], "delivered", 0),
        (0, None, [sent(5, delivered=8), sent(5, shipped=20, promised=20)], "part_shipped", 0),
    ],
)
def test_an_order_goes_through_its_stages(ordered, promised, shipments, stage, late):
    where = where_is(cancelled=False, said_delivered=False, ordered=Decimal(ordered), promised_on=promised, sent=shipments, today=TODAY)
    assert (where.stage, where.days_late) == (stage, late)


def test_what_the_back_office_says_of_the_whole_order_goes_first():
    late = [sent(4, promised=1)]
    assert where_is(cancelled=True, said_delivered=False, ordered=Decimal(9), promised_on=None, sent=late, today=TODAY).days_late == 0
    done = where_is(cancelled=False, said_delivered=True, ordered=Decimal(9), promised_on=None, sent=[sent(4, delivered=9)], today=TODAY)
    assert (done.stage, done.days_late) == ("delivered", 1)


@pytest.mark.django_db
def test_a_shipment_that_carries_two_orders_counts_for_each_with_what_is_its_own():
    account, today = make_account(), days.today()
    first, second = (make_order(account, number=number) for number in ("A", "B"))
    lines = [make_order_line(order, quantity=10, promised_on=today + timedelta(days=9)) for order in (first, second)]
    truck = make_shipment(account, promised_on=today + timedelta(days=2), late_by=None, order=first)
    for line, quantity in zip(lines, (10, 4), strict=True):
        make_shipment_line(truck, order_line=line, quantity_ordered=quantity, quantity_delivered=None)
    found = whereabouts(ALL, [first, second])
    assert [(found[order.pk].stage, found[order.pk].shipped) for order in (first, second)] == [("shipped", 10), ("part_shipped", 4)]


@pytest.mark.django_db
def test_the_panel_says_it_in_plain_words_in_as_few_queries_as_for_one(client, cast, django_assert_num_queries):
    account, today = make_account(owner=cast.ada), days.today()
    for number in range(6):
        order = make_order(account, number=f"SO-{number}")
        make_order_line(order, quantity=10, promised_on=today - timedelta(days=number))
        if number % 2:
            make_shipment(account, promised_on=today - timedelta(days=number), late_by=None, order=order, quantity_ordered=4)
    with django_assert_num_queries(4):
        assert len(orders_and_where(cast.ada, of_party(account), 6)) == 6
    assert orders_and_where(cast.eve, of_party(account), 6) == []
    client.force_login(cast.user("ada"))
    page = " ".join(client.get(account.get_absolute_url()).content.decode().split())
    assert "late by 5 days" in page
    assert "Part shipped, 4 of 10" in page
    assert "Ordered, nothing sent yet" in page
    answer = client.get("/api/v1/orders").json()["items"]
    assert {item["stage"] for item in answer} == {"ordered", "part_shipped"}
    assert max(item["days_late"] for item in answer) == 5
