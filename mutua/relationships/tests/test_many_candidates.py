"""A plan among thousands of candidates has a page that is drawn at once: bounded lists, and no query for an item."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.customers.models import Account
from mutua.foundation.identity.models import User
from mutua.relationships.models import PlanCycle
from mutua.relationships.tests.making import make_plan
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def choice(count: int) -> dict[str, Any]:
    """What a search kept that chose every other one of so many items, each at an account of its own."""
    owner = User.objects.get(email__startswith="ada")
    accounts = Account.objects.bulk_create(Account(name=f"Account {number:05}", owner=owner) for number in range(1, count + 1))
    items = {str(number): item(number) | {"account_id": account.pk} for number, account in enumerate(accounts, 1)}
    start = {key: int(key) % 4 for key in items if int(key) % 2}
    nothing = ["0.00"] * 4
    return {
        "start": start, "items": items, "value": f"{5 * len(start)}.00", "bound": f"{5 * len(start)}.00", "status": "optimal", "gap": 0, "complete": True,
        "greedy": {"start": start, "value": "0.00", "below": []}, "used": {"money": nothing, "their_money": nothing, "hours": {}}, "budget": ["300000.00"] * 4,
        "capacity": {}, "step": "0.00", "marginal": [], "frontier": [], "gate": None,
        "why_not": {key: {"code": "customer_loses", "params": {"account": key, "amount": 3.0}, "more": []} for key in items if key not in start},
    }  # fmt: skip


def item(number: int) -> dict[str, Any]:
    money = {name: ["10.00"] for name in ("costs", "their_costs", "their_returns")}
    return {
        **money, "returns": ["15.00"], "id": number, "version": 1, "name": f"Item {number:05}", "activity": "crp", "touchpoint": "Delivery",
        "account": f"Account {number:05}", "account_id": number, "split": {}, "low": "1.00", "high": "9.00", "hours": {}, "lever": "", "tier": 1,
        "owner_id": None, "lasts": 1, "requires": [], "ratio": "1.0000", "gate": "1.00", "ready": True, "stuck_on": [], "true_net": "5.00", "override": None,
    }  # fmt: skip


def looked_at(client: Client, path: str) -> tuple[int, str]:
    """How many queries the page cost, and the page."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(asked), answer.content.decode()


@pytest.fixture
def small(cast: Cast) -> PlanCycle:
    return make_plan(year=2027, budget=(300_000,) * 4, state="optimised", choice=choice(2))


@pytest.fixture
def large(cast: Cast) -> PlanCycle:
    return make_plan(year=2028, budget=(300_000,) * 4, state="optimised", choice=choice(2_000))


def test_thousands_cost_no_more_queries_than_two(client: Client, cast: Cast, small: PlanCycle, large: PlanCycle) -> None:
    client.force_login(cast.user("ben"))
    few, _page = looked_at(client, small.get_absolute_url())
    many, _page = looked_at(client, large.get_absolute_url())
    assert many == few <= 30


def test_what_is_drawn_is_bounded_and_what_is_summed_is_not(client: Client, cast: Cast, large: PlanCycle) -> None:
    client.force_login(cast.user("ben"))
    _asked, page = looked_at(client, large.get_absolute_url())
    assert page.count('class="gbar') == 100
    assert page.count("would lose 3") == 108
    assert "892 more, each with its reason" in page
    assert "900 more are not drawn" in page
    assert "$15k back for $10k" in page  # of all thousand
    assert len(page) < 400_000
    assert len(client.get(f"{large.get_absolute_url()}csv/").getvalue().splitlines()) == 2_001


def test_the_list_of_plans_reads_none_of_what_they_chose_among(client: Client, cast: Cast, small: PlanCycle, large: PlanCycle) -> None:
    client.force_login(cast.user("ben"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/plans/").content.decode()
    assert len(asked) <= 12
    assert "$5k" in page  # 1,000 × 5, and $5 for the small one
    both = (
        '("relationships_plancycle"."snapshot", "relationships_plancycle"."choice")'  # what a function of the database reads, and sends not
    )
    plans = [query["sql"].replace(both, "") for query in asked if 'FROM "relationships_plancycle"' in query["sql"]]
    assert plans
    assert not any('"relationships_plancycle"."choice",' in sql or '"relationships_plancycle"."snapshot",' in sql for sql in plans)


def test_nor_does_the_list_over_the_api(client: Client, cast: Cast, small: PlanCycle, large: PlanCycle) -> None:
    make_plan(year=2026, state="open")
    client.force_login(cast.user("ben"))
    with CaptureQueriesContext(connection) as asked:
        told = client.get("/api/v1/plans").json()["items"]
    assert {(one["year"], one["value"], one["status"]) for one in told} == {
        (2026, None, None),
        (2027, "5.00", "optimal"),
        (2028, "5000.00", "optimal"),
    }
    assert not any('"relationships_plancycle"."choice",' in query["sql"] for query in asked)
