"""A review shows what other domains know of the strategy: each number down to its rows, each panel for itself, and what cannot be counted."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_measure
from mutua.sales.tests.making import make_opportunity
from mutua.strategy import review_evidence
from mutua.strategy.models import Objective
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def objective(cast: Cast) -> Objective:
    """In force since 5 January. Of Alder 9 deliveries are known (7 good), one is under way, one is of before and one without a quantity;
    Birch has told no window. 3 deals won, 5 lost (3 price, 1 service, 1 without a reason), 2 open (one at list price)."""
    make_catalogue()
    alder, birch = (make_account(name=name, owner=cast.user("ada"), country="Zambia") for name in ("Alder", "Birch"))
    quiet = make_account(name="Quiet", owner=cast.user("eve"), country="Zambia")
    make_measure(make_account_touchpoint(alder))
    for n in range(9):
        make_shipment(alder, number=f"A-{n}", promised_on=date(2026, 3, 1 + n), late_by=0 if n < 7 else 20, value="4000.00")
    make_shipment(alder, number="A-before", promised_on=date(2025, 11, 1))
    make_shipment(alder, number="A-sailing", promised_on=date(2026, 9, 1), late_by=None)
    make_shipment(alder, number="A-uncounted", promised_on=date(2025, 12, 1), quantity_delivered=None, delivered_on=date(2026, 2, 2))
    for n in range(4):
        make_shipment(birch, number=f"B-{n}", promised_on=date(2026, 3, 1 + n))
    strategy = make_strategy(name="Faster shelves", segment=make_segment(members=[alder, birch, quiet]))
    closed = {"account": alder, "owner": cast.user("ada"), "strategy": strategy, "closed_on": date(2026, 4, 1), "amount": Decimal(10_000)}
    for _ in range(3):
        make_opportunity(stage_key="won", **closed)
    for reason in ("Price", "Price", "Price", "Service", ""):
        make_opportunity(stage_key="lost", lost_reason=reason, **closed)
    for at_list_price in (True, False):
        make_opportunity(account=alder, owner=cast.user("ada"), strategy=strategy, amount_is_list_price=at_list_price)
    make_opportunity(stage_key="lost", lost_reason="Off", account=alder, owner=cast.user("ada"), closed_on=date(2026, 4, 1))
    return make_objective(make_version(strategy, active=True))


def panel(client: Client, objective: Objective, key: str) -> str:
    with days.as_of(TODAY):
        answer = client.get(f"/panels/objective/{objective.pk}/{key}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def rows(client: Client, objective: Objective, key: str, count: str, of: str | None = None) -> list[str]:
    with days.as_of(TODAY):
        answer = client.get(f"/strategies/objectives/{objective.pk}/behind/{key}/{count}/", {} if of is None else {"of": of})
    assert answer.status_code == 200
    assert answer.context["number"] == len(answer.context["rows"])
    return [row.title for row in answer.context["rows"]]


def test_the_page_offers_each_panel_and_each_number_leads_to_as_many_rows(client: Client, cast: Cast, objective: Objective) -> None:
    client.force_login(cast.user("executive"))
    with days.as_of(TODAY):
        page = client.get(f"/strategies/{objective.version_of.strategy_id}/review/").content.decode()
    for key in ("deliveries", "deals", "missing"):
        assert f"/panels/objective/{objective.pk}/{key}/" in page
    deliveries = panel(client, objective, "deliveries")
    assert "7 of 9 came in full and on time by the customer’s own window (77.8 %)." in deliveries
    assert "$8k" in deliveries  # two failed ones of 4,000
    assert rows(client, objective, "deliveries", "failed") == ["A-8", "A-7"]
    assert len(rows(client, objective, "deliveries", "good")) == 7
    assert rows(client, objective, "deliveries", "under-way") == ["A-sailing"]


def test_lost_deals_are_told_apart_by_their_reason(client: Client, cast: Cast, objective: Objective) -> None:
    client.force_login(cast.user("executive"))
    deals = panel(client, objective, "deals")
    assert "3 of 8 deals that were closed were won (37.5 %)." in deals
    assert "Price</a> 3;" in deals
    assert "no reason told</a> 1" in deals
    assert "Off" not in deals  # it names no strategy
    assert len(rows(client, objective, "deals", "lost")) == 5
    assert len(rows(client, objective, "deals", "lost", "Price")) == 3
    assert len(rows(client, objective, "deals", "lost", "")) == 1


def test_what_cannot_be_counted_is_said_with_its_rows(client: Client, cast: Cast, objective: Objective) -> None:
    client.force_login(cast.user("executive"))
    missing = panel(client, objective, "missing")
    for words, number in (
        ("Deliveries to accounts that have told no window", 4),
        ("Deliveries of which nobody noted how much arrived", 1),
        ("Lost deals of which nobody told why", 1),
        ("Open deals of which nobody told the amount", 1),
        ("Accounts of the segment of which no outcome became known", 3),
    ):
        assert f"{words}</a>" in missing
        assert missing.partition(f"{words}</a>")[2].partition(f">{number}</a>")[0].count("</a>") == 0
    assert rows(client, objective, "accounts", "silent") == ["Alder", "Birch", "Quiet"]
    assert rows(client, objective, "deliveries", "without-quantity") == ["A-uncounted"]


def test_whoever_sees_some_accounts_counts_those(client: Client, cast: Cast, objective: Objective) -> None:
    client.force_login(cast.user("ada"))
    assert rows(client, objective, "accounts", "silent") == ["Alder", "Birch"]
    client.force_login(cast.user("eve"))
    assert panel(client, objective, "deliveries") == ""
    assert rows(client, objective, "deliveries", "good") == []
    assert rows(client, objective, "deals", "lost", "Price") == []


def test_without_the_right_to_deals_there_is_no_such_panel(client: Client, cast: Cast, objective: Objective) -> None:
    role = cast.user("executive").roles.get()
    role.permissions = [code for code in role.permissions if code != "sales.opportunity.view"]
    role.save()
    client.force_login(cast.user("executive"))
    page = client.get(f"/strategies/{objective.version_of.strategy_id}/review/").content.decode()
    assert f"/panels/objective/{objective.pk}/deliveries/" in page
    assert f"/panels/objective/{objective.pk}/deals/" not in page
    assert client.get(f"/panels/objective/{objective.pk}/deals/").status_code == 403
    assert client.get(f"/strategies/objectives/{objective.pk}/behind/deals/lost/").status_code == 404
    assert "Lost deals" not in panel(client, objective, "missing")


def test_a_segment_whose_rule_is_hidden_tells_nothing_of_its_members(client: Client, cast: Cast, objective: Objective) -> None:
    segment = objective.version_of.strategy.segment
    segment.predicate = {"all": [{"field": "country", "op": "is", "value": "Zambia"}]}
    segment.save()
    role = cast.user("executive").roles.get()
    role.hidden_fields = ["account.country"]
    role.save()
    client.force_login(cast.user("executive"))
    assert panel(client, objective, "deliveries") == ""
    assert "3 of 8 deals" in panel(client, objective, "deals")
    missing = panel(client, objective, "missing")
    assert "Lost deals of which nobody told why" in missing
    assert "no window" not in missing
    assert "Accounts of the segment" not in missing
    for address in ("deliveries/good", "accounts/silent"):
        assert client.get(f"/strategies/objectives/{objective.pk}/behind/{address}/").status_code == 404


def test_a_panel_that_breaks_is_named_and_takes_nothing_with_it(
    client: Client, cast: Cast, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(actor: Any, asked: Any) -> Any:
        return Account.objects.extra(where=["there_is_no_such_column = 1"])

    deliveries = review_evidence._panels["deliveries"]
    counts = tuple(dataclasses.replace(count, rows=broken) for count in deliveries.counts)
    monkeypatch.setitem(review_evidence._panels, "deliveries", dataclasses.replace(deliveries, counts=counts))
    client.force_login(cast.user("executive"))
    missing = panel(client, objective, "missing")
    assert "What lacks for “Deliveries” could not be counted just now." in missing
    assert "Lost deals of which nobody told why" in missing
    assert "3 of 8 deals" in panel(client, objective, "deals")


@pytest.mark.parametrize(("key", "most"), [("deliveries", 9), ("deals", 10), ("missing", 18)])
def test_a_panel_asks_the_same_however_many_rows_there_are(
    client: Client, cast: Cast, objective: Objective, key: str, most: int, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.user("executive"))
    panel(client, objective, key)
    with django_assert_max_num_queries(most):
        panel(client, objective, key)
