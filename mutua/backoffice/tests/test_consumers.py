"""People and households as customers: their orders come in, are seen, counted, moved by a merge, and stay without a name after an erasure."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from mutua.backoffice.models import Order, OrderLine
from mutua.backoffice.queries import orders_seen
from mutua.backoffice.queries.holdings import bought_by
from mutua.backoffice.queries.of_party import ordered_by, theirs
from mutua.backoffice.tests.making import make_order, make_order_line
from mutua.catalog.tests.making import make_product
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.actions.undo_merge import undo_merge
from mutua.customers.models import Person
from mutua.customers.tests.making import make_account, make_household, make_person
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.filters import apply_filter
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.privacy.actions.ask_to_erase import ask_to_erase
from mutua.foundation.timeline.models import TimelineEntry
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db

ROOT = flow_actor("test")
# The faults of the published history of a gift wholesaler: no customer, a cancellation with a minus, postage, a price of nothing.
ORDERS = """Order,Line,CustomerID,Household,Item,Text,Quantity,UnitPrice,Order date,State,Currency
536365,1,17850,,85123A,White hanging heart,6,2.55,2010-12-01 08:26:00,delivered,GBP
536365,2,17850,,22423,Cakestand,2,12.745,2010-12-01 08:26:00,delivered,GBP
536365,3,17850,,POST,Postage,1,18,2010-12-01 08:26:00,delivered,GBP
536366,1,17850,,85123A,White hanging heart,1,0,2010-12-03,delivered,GBP
C536379,1,17850,,85123A,White hanging heart,-2,2.55,2010-12-05,cancelled,GBP
536370,1,,H-1,85123A,White hanging heart,3,2.55,2010-12-06,,GBP
536414,1,,,22139,,56,0,2010-12-01,delivered,GBP
536415,1,17850,H-1,85123A,White hanging heart,1,2.55,2010-12-01,,GBP
536416,1,17850,,85123A,White hanging heart,-1,2.55,2010-12-01,,GBP
536417,1,999,,85123A,White hanging heart,1,2.55,2010-12-01,,GBP
536418,1,17850,,85123A,White hanging heart,1,,2010-12-01,,GBP
536419,1,17850,,85123A,White hanging heart,1,2.55,2010-12-01,lost,GBP
"""


def take(text: str = ORDERS) -> ImportRun:
    return import_now(ROOT, "orders", io.BytesIO(text.encode()), file_name="orders.csv", source="shop")


@pytest.fixture
def person(db: None) -> Person:
    make_household(source="shop", source_key="H-1", name="The Mwansas")
    make_product(name="White hanging heart", sku="85123A")
    return make_person(source="shop", source_key="17850", given_name="Zinzile", family_name="Quackenbush")


def test_orders_of_people_and_households_come_in_once_and_what_is_wrong_is_said(person: Person) -> None:
    run = take()
    assert (run.created, run.refused) == (6, 6)
    refused = {issue.row_number: (issue.field, issue.found) for issue in run.issues.filter(level="refused")}
    assert refused == {
        8: ("account", ""),
        9: ("account", ""),
        10: ("quantity", "-1.000"),
        11: ("person", "999"),
        12: ("value", ""),
        13: ("state", "lost"),
    }
    told = {(issue.row_number, issue.field, issue.level) for issue in run.issues.exclude(level="refused")}
    assert {(3, "product", "corrected"), (4, "product", "corrected"), (5, "price", "kept"), (6, "quantity", "corrected")} <= told
    orders = {order.number: order for order in Order.objects.all()}
    assert orders["536365"].party == person
    assert (orders["536365"].value, orders["536365"].state) == (Decimal("58.79"), "delivered")  # 15.30 + 25.49 + 18.00
    assert (orders["C536379"].value, orders["C536379"].state) == (Decimal("5.10"), "cancelled")
    assert orders["536370"].household is not None
    assert take().changed_nothing


def test_the_timeline_tells_of_orders_and_of_cancellations(person: Person) -> None:
    take()
    told = TimelineEntry.objects.filter(subject_kind="person", subject_id=person.pk, noun="backoffice.order").order_by("at")
    assert [line.sentence.rpartition(".")[2] for line in told] == ["placed", "placed", "cancelled"]


def test_the_database_lets_an_order_be_of_one_party_only(person: Person) -> None:
    account = make_account()
    for given in ({}, {"account": account, "person": person}):
        with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.create(number="1", currency="USD", **given)


def test_whoever_sees_the_person_or_a_member_of_the_household_sees_the_order(cast: Cast) -> None:
    hers, others = make_person(owner=cast.ada), make_person(owner=cast.eve)
    home = make_household(hers)
    its = {make_order(hers), make_order(home)}
    strange = make_order(others)
    assert set(orders_seen(cast.ada)) == set(orders_seen(cast.ben)) == its
    assert set(orders_seen(cast.eve)) == {strange}
    assert not orders_seen(cast.mia).exists()


def test_a_household_adds_up_what_it_and_its_members_ordered_currency_by_currency(cast: Cast) -> None:
    one, two = make_person(owner=cast.ada), make_person(owner=cast.ada)
    home, product = make_household(one, two), make_product(name="Cakestand")
    today = days.today()
    make_order_line(make_order(one, value=10, dated_on=today), product=product, quantity=2, value=10)
    make_order_line(make_order(two, value=5, dated_on=today - timedelta(days=400)), product=product, quantity=1, value=5)
    make_order(home, value=7, dated_on=today - timedelta(days=1), currency="EUR")
    make_order(two, value=99, dated_on=today, state="cancelled")
    euro, dollar = ordered_by(cast.ada, theirs(cast.ada, home))
    assert (str(euro.total.amount), euro.orders) == ("7.00", 1)
    assert (dollar.total.amount, dollar.year.amount, dollar.orders, dollar.days, dollar.last_on) == (15, 10, 2, 2, today)
    [holding] = bought_by(cast.ada, theirs(cast.ada, home), 5)
    assert (holding.product, holding.quantity, holding.orders) == ("Cakestand", 3, 2)
    assert ordered_by(cast.eve, theirs(cast.eve, home)) == []


@pytest.mark.parametrize(
    ("field", "op", "value", "found"),
    [
        ("orders.count", "gt", 1, {"often"}),
        ("orders.days", "is", 1, {"once"}),
        ("orders.cancelled", "gt", 0, {"once"}),
        ("orders.value", "is", 30, {"often"}),
        ("orders.last_on", "after", "2026-02-15", {"often"}),
        ("orders.first_on", "empty", None, {"never"}),
    ],
)
def test_people_are_found_by_what_they_ordered(field: str, op: str, value: Any, found: set[str]) -> None:
    often, once = make_person(family_name="often"), make_person(family_name="once")
    make_person(family_name="never")
    make_order(often, value=40, dated_on=date(2026, 1, 1), currency="EUR")
    for day in (1, 20):
        make_order(often, value=15, dated_on=date(2026, 2, day), currency="GBP")
    make_order(once, value=10, dated_on=date(2026, 2, 1))
    make_order(once, value=10, dated_on=date(2026, 2, 2), state="cancelled")
    tree = {"field": field, "op": op} | ({} if value is None else {"value": value})
    assert set(apply_filter(Person.objects.all(), "person", tree).values_list("family_name", flat=True)) == found


def test_a_merge_moves_orders_and_is_taken_back_and_the_file_finds_them_again(cast: Cast, person: Person) -> None:
    take()
    stays = make_person(given_name="Zinzile", family_name="Quackenbush")
    before = list(Order.objects.order_by("pk").values("pk", "person_id", "number", "value"))
    merge = merge_records(cast.root, "person", stays.pk, person.pk, version=stays.version, merged_version=person.version)
    assert set(Order.objects.exclude(person=None).values_list("person_id", flat=True)) == {stays.pk}
    again = take(ORDERS.replace("85123A,White hanging heart,6", "85123A,White hanging heart,7"))
    assert (again.created, Order.objects.count(), Order.objects.get(number="536365").value) == (0, 4, Decimal("61.34"))
    merge.refresh_from_db()
    undo_merge(cast.root, merge.pk, version=merge.version)
    after = list(Order.objects.order_by("pk").values("pk", "person_id", "number"))
    assert after == [{name: row[name] for name in ("pk", "person_id", "number")} for row in before]


def test_erasing_a_person_leaves_the_order_and_its_amounts_without_a_name(cast: Cast, person: Person) -> None:
    take()
    sums = set(OrderLine.objects.values_list("value", flat=True))
    ask_to_erase(cast.root, person.pk, typed="Zinzile Quackenbush", reason="Asked by letter")
    with TestCase.captureOnCommitCallbacks(execute=True):
        run_waiting()
    assert Order.objects.get(number="536365").value == Decimal("58.79")
    assert set(OrderLine.objects.values_list("value", flat=True)) == sums
    assert "Quackenbush" not in str(Order.objects.get(number="536365").party)
    assert not TimelineEntry.objects.filter(subject_kind="person", subject_id=person.pk).exists()


def test_the_pages_show_what_a_person_and_a_household_ordered(cast: Cast, client: Client, person: Person) -> None:
    take()
    client.force_login(cast.user("root"))
    page = client.get(person.get_absolute_url()).content.decode()
    assert "536365" in page
    assert "Cancelled" in page
    home = Order.objects.get(number="536370")
    assert "536370" in client.get(home.party.get_absolute_url()).content.decode()
    assert "The Mwansas" in client.get(home.get_absolute_url()).content.decode()
    listed = client.get("/orders/", {"q": "quackenb"}).content.decode()
    assert "536365" in listed
    assert "536370" not in listed


def test_the_pages_ask_as_few_questions_of_somebody_who_orders_every_day_as_of_anybody(cast: Cast, client: Client) -> None:
    person, member = make_person(owner=cast.ada), make_person(owner=cast.ada)
    home, product = make_household(person, member), make_product(name="Cakestand")
    for number in range(60):
        order = make_order((person, member, home)[number % 3], dated_on=days.today() - timedelta(days=number))
        make_order_line(order, product=product)
    client.force_login(cast.user("ada"))
    for path, most in ((person.get_absolute_url(), 30), (home.get_absolute_url(), 30), ("/orders/", 12), ("/people/", 12)):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(path)
        assert page.status_code == 200
        assert "could not be shown" not in page.content.decode()
        asked = [query["sql"] for query in captured if query["sql"].lstrip().upper().startswith("SELECT")]
        assert len(asked) <= most, (path, "\n".join(asked))
