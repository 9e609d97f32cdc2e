"""What segments are worth, against a naive sum over their members."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutua.backoffice.models import Worth, WorthCohort
from mutua.backoffice.tests.making import make_order
from mutua.catalog.tests.making import make_offering
from mutua.customers.models import Household
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation import days
from mutua.foundation.money import Money
from mutua.strategy.models import SegmentMember
from mutua.strategy.queries.segment_worth import worth_of_segments, worths_behind
from mutua.strategy.tests.making import make_segment

pytestmark = pytest.mark.django_db


def worth(account, value, currency="USD", **values):
    told = {"orders": 3, "alive": 0.5, "purchases": 2.0, **values}
    return Worth.objects.create(account=account, currency=currency, value=value, **told)


@pytest.fixture
def members(cast):
    """Four of Ada's and one of Eve's; who left, and who never belonged, are worth much and count nothing."""
    accounts = [make_account(owner=cast.ada, name=f"A{n}") for n in range(4)] + [make_account(owner=cast.eve, name="Eve's")]
    segment = make_segment(members=accounts)
    gone, stranger = make_account(owner=cast.ada), make_account(owner=cast.ada)
    SegmentMember.objects.create(segment=segment, account=gone, since=days.today(), until=days.today())
    for n, account in enumerate(accounts):
        worth(account, Decimal(100 * (n + 1)))
    worth(gone, Decimal(10**6))
    worth(stranger, Decimal(10**6))
    return segment


def test_it_is_the_sum_of_its_members_now(cast, members):
    (found,) = worth_of_segments(cast.executive, [members])[members.pk]
    assert (found.members, found.told, found.value) == (5, 5, Money(Decimal(1500), "USD"))
    assert (found.orders, found.still) == (10.0, 2.5)
    assert [row.value for row in worths_behind(cast.executive, members, "USD")] == [500, 400, 300, 200, 100]


def test_whoever_sees_some_members_is_told_of_these(cast, members):
    (found,) = worth_of_segments(cast.ada, [members])[members.pk]
    assert (found.members, found.value) == (4, Money(Decimal(1000), "USD"))
    assert worths_behind(cast.ada, members, "USD").count() == 4


def test_two_currencies_are_never_added_and_who_has_no_mean_is_told(cast, members):
    first, second = members.members.order_by("pk")[:2]
    worth(first.account, Decimal(70), "EUR")
    worth(second.account, None, "EUR")
    dollars, euros = worth_of_segments(cast.executive, [members])[members.pk]
    assert (dollars.value, euros.value) == (Money(Decimal(1500), "USD"), Money(Decimal(70), "EUR"))
    assert (euros.members, euros.told, euros.untold) == (2, 1, 1)


def test_too_few_is_said_and_no_number(client, cast):
    account = make_account(owner=cast.ada)
    segment = make_segment(members=[account])
    for _n in range(2):
        make_order(account, currency="USD", value=100)
    WorthCohort.objects.create(kind="account", currency="USD", counted_on=days.today(), customers=1, again=0)
    (found,) = worth_of_segments(cast.executive, [segment])[segment.pk]
    assert (found.members, found.value, found.too_few) == (1, None, True)
    client.force_login(cast.user("executive"))
    assert "Too few to say: 1 member ordered in USD" in client.get(f"/segments/{segment.pk}/").content.decode()
    assert "too few to say" in client.get("/segments/").content.decode()
    make_offering()
    assert "worth: too few to say" in client.get("/strategies/").content.decode()


def test_people_and_households_are_worth_something_too(cast):
    person, household = make_person(owner=cast.ada), Household.objects.create(name="Banda", owner=cast.user("ada"))
    people, households = make_segment(party_kind="person"), make_segment(party_kind="household")
    SegmentMember.objects.create(segment=people, person=person)
    SegmentMember.objects.create(segment=households, household=household)
    Worth.objects.create(person=person, currency="GBP", orders=2, alive=0.9, purchases=3, value=Decimal(40))
    Worth.objects.create(household=household, currency="GBP", orders=2, alive=0.8, purchases=1, value=Decimal(60))
    found = worth_of_segments(cast.executive, [people, households])
    assert [found[one.pk][0].value for one in (people, households)] == [Money(Decimal(40), "GBP"), Money(Decimal(60), "GBP")]


def test_the_pages_say_it_and_lead_down_to_the_rows(client, cast, members):
    client.force_login(cast.user("executive"))
    rows = f"/segments/{members.pk}/worth/USD/"
    assert f'href="{rows}"' in client.get(f"/segments/{members.pk}/").content.decode()
    assert "$1.5k" in client.get("/segments/").content.decode()
    make_offering()
    board = client.get("/strategies/").content.decode()
    assert f'href="{rows}"' in board
    assert "worth $1.5k (5 told)" in board
    shown = client.get(rows).content.decode()
    assert shown.index("$500<") < shown.index("$100<")
    assert "No orders in this currency" in client.get(f"/segments/{members.pk}/worth/JPY/").content.decode()


def test_what_is_asked_does_not_grow_with_segments_or_members(cast, members):
    asked = []
    for segments in ([members], [members, *(make_segment(members=[make_account(owner=cast.ada)]) for _ in range(6))]):
        with CaptureQueriesContext(connection) as queries:
            worth_of_segments(cast.executive, segments)
        asked.append(len(queries))
    assert asked == [2, 2]
