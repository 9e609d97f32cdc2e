from __future__ import annotations

from datetime import date

import pytest

from mutua.catalog.tests.making import make_offering, make_product
from mutua.customers.tests.making import make_account
from mutua.strategy.models import SegmentMember
from mutua.strategy.queries.serving import strategies_active, strategy_serving
from mutua.strategy.tests.making import make_segment, make_strategy, make_version

pytestmark = pytest.mark.django_db


def serving(account, *products, since=date(2026, 1, 5)):
    strategy = make_strategy(segment=make_segment(members=[account]), offering=make_offering(products=list(products)))
    make_version(strategy, active=True, active_from=since)
    return strategy


def test_the_strategy_whose_offering_has_the_product_serves_the_deal():
    account, towels, soap = make_account(), make_product(), make_product()
    of_towels, of_soap = serving(account, towels), serving(account, soap)
    assert strategy_serving([account.pk], [towels.pk, soap.pk]) == {
        (account.pk, towels.pk): of_towels.pk,
        (account.pk, soap.pk): of_soap.pk,
    }


def test_without_a_product_the_strategy_longest_in_force_serves():
    account = make_account()
    serving(account, since=date(2026, 5, 1))
    older = serving(account, since=date(2026, 2, 1))
    assert strategy_serving([account.pk]) == {(account.pk, None): older.pk}


def test_a_draft_an_unknown_product_and_a_former_member_are_served_by_nothing():
    account, former, towels = make_account(), make_account(), make_product()
    make_version(make_strategy(segment=make_segment(members=[account])))
    strategy = serving(former, towels)
    SegmentMember.objects.filter(account=former).update(until=date(2026, 6, 1))
    assert strategy_serving([account.pk, former.pk], [towels.pk, None]) == {}
    assert list(strategies_active()) == [strategy]


def test_many_accounts_cost_as_many_queries_as_one(django_assert_num_queries):
    accounts = [make_account() for _ in range(4)]
    for account in accounts:
        serving(account)
    with django_assert_num_queries(3):
        assert len(strategy_serving([account.pk for account in accounts])) == 4
