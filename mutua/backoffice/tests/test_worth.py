"""What customers are worth: from orders in the database to rows of results, against the methods asked directly."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.backoffice.actions.count_worth import count_worth
from mutua.backoffice.models import Order, Worth, WorthCohort
from mutua.backoffice.queries.worth import outlooks_of
from mutua.backoffice.tests.making import make_order
from mutua.backoffice.worth_panels import FEWEST
from mutua.customers.models import Account, Person
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.access.errors import NotAllowed
from mutua.foundation.filters.compiler import apply_filter
from mutua.methods import lifetime_value as methods
from tests.cast import Cast

pytestmark = pytest.mark.django_db
JOB = flow_actor("worth")


def consumers(count: int, *, seed: int = 3, currency: str = "GBP") -> list[Person]:
    """People who order on one day to eight, some twice on a day, some of them gone long since."""
    random, today = Random(seed), days.today()
    people = Person.objects.bulk_create(Person(given_name="Ada", family_name=f"Number {n}") for n in range(count))
    orders = []
    for person in people:
        day = today - timedelta(random.randrange(200, 720))
        for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
            amounts = [Decimal(random.randrange(500, 9000)) / 100 for _ in range(random.choice((1, 1, 2)))]
            orders += [Order(person=person, number="1", currency=currency, value=amount, placed_on=day, dated_on=day) for amount in amounts]
            day = min(day + timedelta(random.randrange(1, 90)), today)
    Order.objects.bulk_create(orders)
    return people


def test_what_is_kept_is_what_the_methods_say_of_these_orders():
    people = consumers(150)
    make_order(people[0], currency="GBP", value="99999.00", state=Order.State.CANCELLED)
    make_order(people[0], currency="GBP", value="-50.00")
    make_order(people[0], currency="GBP", value="70.00", dated_on=days.today() + timedelta(3))
    count_worth(JOB)

    counted = Order.objects.filter(value__gt=0, dated_on__lte=days.today()).exclude(state="cancelled")
    rows = list(counted.values_list("person_id", "dated_on", "value"))
    known = methods.summarise(*(np.array(column) for column in zip(*rows, strict=True)), until=days.today(), unit="M")
    buying = methods.fit_bg_nbd(known.frequency, known.recency, known.age)
    again = known.frequency > 0
    spending = methods.fit_gamma_gamma(known.frequency[again], known.mean_value[again])
    value = methods.lifetime_value(
        buying, spending, known.frequency, known.recency, known.age, known.mean_value, periods=36, discount_rate=1.1 ** (1 / 12) - 1
    )
    alive = buying.probability_alive(known.frequency, known.recency, known.age)
    kept = {worth.person_id: worth for worth in Worth.objects.all()}
    assert len(kept) == 150
    for place, person in enumerate(known.customer):
        worth = kept[int(person)]
        assert worth.orders == known.frequency[place] + 1
        assert worth.alive == pytest.approx(alive[place])
        assert float(worth.value) == pytest.approx(value[place], abs=0.006)
    cohort = WorthCohort.objects.get()
    assert (cohort.kind, cohort.currency, cohort.customers, cohort.again) == ("person", "GBP", 150, int(again.sum()))
    assert cohort.r == pytest.approx(buying.r)


def test_counting_twice_changes_nothing_and_a_gone_order_takes_its_customer_along():
    people = consumers(150)
    count_worth(JOB)
    before = list(Worth.objects.order_by("person_id").values_list("person_id", "alive", "purchases", "value"))
    with CaptureQueriesContext(connection) as asked:
        count_worth(JOB)
    assert list(Worth.objects.order_by("person_id").values_list("person_id", "alive", "purchases", "value")) == before
    assert len(asked) < 30, "however many customers there are"
    Order.objects.filter(person=people[7]).delete()
    count_worth(JOB)
    assert Worth.objects.count() == 149
    Order.objects.all().delete()
    count_worth(JOB)
    assert (Worth.objects.count(), WorthCohort.objects.get().customers) == (0, 0)


def test_too_few_are_said_to_be_too_few(cast: Cast):
    account = make_account(owner=cast.ada, currency="USD")
    for month in (1, 2, 3):
        make_order(account, dated_on=date(2026, month, 1))
    count_worth(JOB)
    assert Worth.objects.count() == 0
    (outlook,) = outlooks_of(cast.ada, account)
    assert (outlook.worth, outlook.value) == (None, None)
    assert (outlook.cohort.customers, outlook.cohort.again, outlook.cohort.r) == (1, 1, None)
    assert FEWEST == methods.FEWEST


def test_the_page_of_a_customer_says_it_and_a_stranger_does_not_see_it(cast: Cast, client: Client):
    mine, *_others = consumers(150)
    Person.objects.filter(pk=mine.pk).update(owner_id=cast.ada.user_id)
    count_worth(JOB)
    worth = Worth.objects.get(person=mine)
    client.force_login(cast.user("ada"))
    page = client.get(f"/panels/person/{mine.pk}/worth/")
    assert page.status_code == 200
    assert f"{worth.purchases:.1f}" in page.content.decode()
    assert "150 customers ordered in GBP" in page.content.decode()
    assert outlooks_of(cast.eve, mine) == []


def test_worth_is_a_field_of_lists_and_segments(cast: Cast):
    consumers(150)
    count_worth(JOB)
    for column in ("value", "alive", "purchases"):
        least = sorted(Worth.objects.values_list(column, flat=True))[100]
        wanted = set(Worth.objects.filter(**{f"{column}__gte": least}).values_list("person_id", flat=True))
        tree = {"field": f"worth.{column}", "op": "gte", "value": repr(least) if column != "value" else str(least)}
        found = apply_filter(Person.objects.all(), "person", tree)
        assert set(found.values_list("pk", flat=True)) == wanted
        assert 0 < len(wanted) < 150


def test_an_accounts_worth_is_told_in_its_own_currency():
    accounts = Account.objects.bulk_create(Account(name=f"Number {n}", currency="EUR") for n in range(120))
    for currency in ("EUR", "USD"):
        for place, account in enumerate(accounts):
            for month in range(1, 3 + place % 5):
                make_order(
                    account,
                    currency=currency,
                    dated_on=date(2026, month, 1 + place % 28),
                    value=100 + place if currency == "EUR" else 500 - 2 * place,
                )
    count_worth(JOB)
    assert Worth.objects.filter(account=accounts[0]).count() == 2
    own = {worth.account_id: worth.value for worth in Worth.objects.filter(currency="EUR")}
    other = {worth.account_id: worth.value for worth in Worth.objects.filter(currency="USD")}
    assert all(own[account.pk] != other[account.pk] for account in accounts)
    middle = sorted(own.values())[60]
    found = apply_filter(Account.objects.all(), "account", {"field": "worth.value", "op": "gte", "value": str(middle)})
    assert {account.pk for account in found} == {number for number, value in own.items() if value >= middle}


def test_only_who_imports_orders_has_it_counted(cast: Cast):
    with pytest.raises(NotAllowed):
        count_worth(cast.ada)
