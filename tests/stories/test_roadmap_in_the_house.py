"""The roadmap of a strategy: initiatives are written in a form, roadmap items of accounts join them, and both sides are added up."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.tests.making import make_item
from mutua.strategy.models import StrategyVersion
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version

pytestmark = pytest.mark.django_db
FIELDS = ("name", "year", "quarter", "lasts", "cost_us", "cost_them", "return_us", "return_them")
PORTAL = ("Order portal", 2026, 4, 3, 90_000, 6_000, 240_000, 30_000)
FORECAST = ("Shared forecast", 2027, 1, 1, 20_000, 0, 50_000, 10_000)


@pytest.fixture
def house(client, cast, monkeypatch):
    """A draft, whose segment has two accounts with a running item each: 40k and 60k of ours, 5k of theirs; 100k back to us, 20k to them."""
    monkeypatch.setattr(days, "today", lambda: date(2026, 11, 30))
    client.force_login(cast.user("executive"))
    accounts = [make_account(owner=cast.ada, name=name) for name in ("Alder", "Brightwater")]
    draft = make_version(make_strategy(segment=make_segment(members=accounts)))
    for account, cost in zip(accounts, (40_000, 60_000), strict=True):
        make_item(
            account, strategy=draft.strategy, state="running", cost=cost, gain=100_000, lasts=1,
            investment_them=[Decimal(5_000)], return_them=[Decimal(20_000)],
        )  # fmt: skip
    return draft


def write(client, draft, *rows):
    draft.refresh_from_db()
    sent = {f"form-{n}-{name}": value for n, row in enumerate(rows) for name, value in zip(FIELDS, row, strict=True)}
    management = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, "version": draft.version}
    return client.post(f"/strategies/versions/{draft.pk}/initiatives/", {**management, **sent}, follow=True)


def roadmap(page):
    return page[page.index('id="roadmap"') : page.index('id="objectives"') if 'id="objectives"' in page else None]


def row(page, title):
    cells = re.search(rf"<td>{title}.*?</td>(.*?)</tr>", roadmap(page), re.DOTALL).group(1)
    return re.findall(r'<td class="num[^"]*">([^<]*)</td>', cells)


def test_both_sides_of_initiatives_and_items_are_added_up(client, house):
    page = write(client, house, PORTAL, FORECAST).content.decode()
    assert row(page, "Initiatives of this version") == ["$110k", "$290k", "$180k", "$6k", "$40k", "$34k"]
    assert row(page, "Roadmap items of accounts and segments") == ["$100k", "$200k", "$100k", "$10k", "$40k", "$30k"]
    assert row(page, "All") == ["$210k", "$490k", "$280k", "$16k", "$80k", "$64k"]
    assert "no customer benefit" not in page


def test_each_year_is_drawn_by_itself(client, house):
    address = house.strategy.get_absolute_url()
    now = roadmap(write(client, house, PORTAL, FORECAST).content.decode())
    assert "What, 2026" in now
    assert "2 quarters more" in now
    assert "Shared forecast" not in now
    assert 'year=2027#roadmap">2027</a>' in now
    later = roadmap(client.get(f"{address}?year=2027").content.decode())
    assert "since 2026" in later
    assert "Shared forecast" in later


def test_a_roadmap_that_costs_customers_more_than_it_brings_them_says_so(client, house):
    page = write(client, house, ("Their stock room", 2026, 4, 1, 0, 100_000, 0, 0)).content.decode()
    assert "no customer benefit" in roadmap(page)


def test_what_the_objectives_say_stands_beside_it(client, house):
    make_objective(house, budget=Decimal(120_000), planned_return=Decimal(400_000))
    page = write(client, house, PORTAL).content.decode()
    assert row(page, "What the objectives say, a year")[:2] == ["$120k", "$400k"]


def test_of_a_past_day_only_what_the_version_planned_is_shown(client, house):
    write(client, house, PORTAL)
    StrategyVersion.objects.filter(pk=house.pk).update(
        state="active", approved_at="2026-01-05T08:00Z", active_from="2026-01-05", created_at="2026-01-01T08:00Z"
    )
    then = roadmap(client.get(f"{house.strategy.get_absolute_url()}?on=2026-06-01").content.decode())
    assert "Order portal" in then
    assert "Roadmap items of accounts" not in then
    assert "Write the initiatives" not in then


def test_a_house_without_a_plan_says_what_is_missing(client, cast):
    client.force_login(cast.user("executive"))
    page = client.get(make_version().strategy.get_absolute_url()).content.decode()
    assert "Nothing is planned into a quarter yet" in page
