from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries import planned_for as module
from mutua.relationships.queries.planned_for import planned_for
from mutua.relationships.tests.making import make_item, make_segment_item
from mutua.strategy.planned import quarter_of
from mutua.strategy.tests.making import make_strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: date(2026, 11, 30))
    return make_strategy()


def approved(year, start, approved_at="2026-01-05T08:00Z"):
    PlanCycle.objects.create(
        year=year, currency="USD", budget=[Decimal(1)] * 4, state="approved", approved_at=approved_at, name=approved_at,
        snapshot={"start": start}, snapshot_sha256="x",
    )  # fmt: skip


def test_items_of_one_activity_are_one_line(cast, strategy):
    items = [make_item(strategy=strategy, cost=100 + n, gain=400, investment_them=[Decimal(5), Decimal(6)], state=state) for n, state in enumerate(["running", "running", "done"])]  # fmt: skip
    make_item(strategy=strategy, cost=9, state="stopped")
    make_item(cost=8)
    told = planned_for(cast.executive, strategy)
    (line,) = told.rows
    first = quarter_of(2026, 1)
    assert line.costs == {first: (Decimal(303), Decimal(15)), first + 1: (Decimal(0), Decimal(18))}
    assert (line.returns, line.note, line.state) == ((1200, 0), "3 accounts", "2 running, 1 done")
    assert (line.title, line.url) == (items[0].activity.name, f"/strategies/{strategy.pk}/rows/roadmap-items/")
    assert (told.count, told.unread, told.foreign) == (3, 0, 0)


def test_an_item_begins_where_the_newest_approved_plan_put_it(cast, strategy):
    item, other = make_item(strategy=strategy, cost=10, lasts=1), make_item(activity="edi-asn", strategy=strategy, cost=20, not_before=3)
    approved(2026, {str(item.pk): 1})
    approved(2027, {str(item.pk): 2, "999999": 0})
    told = planned_for(cast.executive, strategy)
    assert [(line.url, list(line.costs)) for line in told.rows] == [
        (other.get_absolute_url(), [quarter_of(2026, 3)]),
        (item.get_absolute_url(), [quarter_of(2027, 3)]),
    ]


def test_what_no_plan_chose_stands_in_the_year_whose_plan_is_open(cast, strategy):
    make_item(strategy=strategy, cost=20, not_before=3)
    PlanCycle.objects.create(year=2027, currency="USD", budget=[Decimal(1)] * 4)
    (line,) = planned_for(cast.executive, strategy).rows
    assert list(line.costs) == [quarter_of(2027, 3)]


def test_items_of_a_segments_item_are_its_line(cast, strategy):
    whole = make_segment_item(strategy.segment, strategy=strategy)
    for _n in range(2):
        make_item(strategy=strategy, cost=10, of_segment=whole)
    make_item(strategy=strategy, cost=1)
    told = planned_for(cast.executive, strategy)
    assert sorted(
        (line.url, sum(both[0] for both in line.costs.values())) for line in told.rows if line.url == whole.get_absolute_url()
    ) == [(whole.get_absolute_url(), 20)]
    assert len(told.rows) == 2


def test_other_currencies_and_items_beyond_the_bound_are_told_and_not_added(cast, strategy, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    for cost in (1, 10, 100):
        make_item(strategy=strategy, cost=cost)
    make_item(strategy=strategy, cost=5, currency="EUR")
    told = planned_for(cast.executive, strategy)
    assert (told.count, told.unread, told.foreign) == (1, 2, 1)
    assert [both[0] for line in told.rows for both in line.costs.values()] == [100]


def test_items_of_accounts_that_are_not_theirs_are_in_no_line(cast, strategy):
    make_item(make_account(owner=cast.ada), strategy=strategy, cost=10)
    make_item(make_account(owner=cast.eve), strategy=strategy, cost=500)
    (line,) = planned_for(cast.ada, strategy).rows
    assert list(line.costs.values()) == [(10, 0)]


def test_four_queries_whatever_their_number(cast, strategy, django_assert_max_num_queries):
    for n in range(12):
        make_item(strategy=strategy, cost=n, activity=("crp", "edi-asn", "scheduled-appointments")[n % 3])
    with django_assert_max_num_queries(4):
        planned_for(cast.executive, strategy)
