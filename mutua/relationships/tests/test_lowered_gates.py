"""P4: a gate is lowered in one's own name, with the expected loss written down; being let through makes nobody ready."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.approve_item import approve_item
from mutua.relationships.actions.lower_gate import lower_gate
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.models import GateOverride, PerformanceMeasure, RoadmapItem
from mutua.relationships.queries.readiness import gates_of
from mutua.relationships.queries.what_if import what_if
from mutua.relationships.rules.expectation import expected_returns
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_item, make_measure, make_plan, make_readiness
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
# Scenario 1: 5,200 a year at 4,000 each, 99 %, readiness 0.2: 79.8 % expected, and 319,488 lost a year
LOSS, COST, GAIN = Decimal(319_488), 220_000, 1_000_000
SIGNED = {"reason": "They start in March", "accepts_loss": True}


@pytest.fixture
def item(cast: Cast) -> RoadmapItem:
    account = make_account(name="Alder Markets", owner=cast.ada)
    at = make_account_touchpoint(account, occasions_per_year=5_200, value_each=4_000)
    measure = make_measure(at, shipments=False, is_proxy=False)
    day = days.today()
    report_figure(cast.ada, measure.pk, since=day - timedelta(days=30), until=day, numerator=Decimal(99), denominator=Decimal(100))
    make_readiness(None, will=4)
    make_readiness(account, will="0.8")
    return make_item(account, "backhaul", cost=COST, gain=GAIN, needs={"will": 4})


def lowered(cast: Cast, item: RoadmapItem, gate: str = "0.1") -> RoadmapItem:
    return lower_gate(cast.ben, item.pk, version=None, gate=Decimal(gate), **SIGNED)


def test_whoever_edits_a_roadmap_does_not_lower_its_gate(client: Client, cast: Cast, item: RoadmapItem) -> None:
    client.force_login(cast.user("ada"))
    address = f"/accounts/{item.account_id}/roadmap/{item.pk}"
    form = {"version": item.version, "lasts": 0, "not_before": 1, "gate": "0", "us_margin_likely": str(GAIN)}
    with nothing_changes():
        assert client.post(f"{address}/figures/", form).status_code == 422
        assert client.post(f"{address}/lower-gate/", {"version": 1, "gate": "0", "reason": "So", "accepts_loss": "on"}).status_code == 403
        sent: dict[str, Any] = {"content_type": "application/json", "headers": {"if-match": '"1"'}}
        assert client.patch(f"/api/v1/roadmap-items/{item.pk}", {"gate": "0"}, **sent).status_code == 422
        assert client.patch(f"/api/v1/roadmap-items/{item.pk}", {"needs": {"will": "0"}}, **sent).status_code == 403
        assert client.post(f"/api/v1/roadmap-items/{item.pk}/lower-gate", {"gate": "0", **SIGNED}, **sent).status_code == 403
        with pytest.raises(NotAllowed):
            lower_gate(cast.ada, item.pk, version=None, gate=Decimal(0), **SIGNED)
        new = {"items": [{"account_id": item.account_id, "activity": "pool-load", "gate": "0.5"}]}
        assert client.post("/api/v1/roadmap-items", new, content_type="application/json").status_code == 422


@pytest.mark.parametrize("given", [{"reason": " "}, {"accepts_loss": False}, {"gate": Decimal(1)}, {"gate": Decimal(-1)}])
def test_it_asks_for_a_reason_for_the_loss_and_for_something_lower(cast: Cast, item: RoadmapItem, given: dict[str, Any]) -> None:
    with nothing_changes(), pytest.raises(Refused):
        lower_gate(cast.ben, item.pk, version=None, **{"gate": Decimal("0.1"), **SIGNED, **given})


def test_no_process_lowers_it(item: RoadmapItem) -> None:
    with nothing_changes(), pytest.raises(Refused, match="named person"):
        lower_gate(flow_actor("robot"), item.pk, version=None, gate=Decimal(0), **SIGNED)


def test_the_name_the_reason_and_the_loss_are_written_down_and_the_page_says_so(client: Client, cast: Cast, item: RoadmapItem) -> None:
    lowered(cast, item)
    row = GateOverride.objects.get()
    assert (row.by_name, row.reason, row.lowered_from, row.gate, row.expected_loss) == (
        cast.ben.name, "They start in March", Decimal(1), Decimal("0.1"), LOSS
    )  # fmt: skip
    client.force_login(cast.user("ben"))
    page = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", client.get(item.get_absolute_url()).content.decode())))
    assert "Both are ready" not in page
    for words in ("Ready to 0.2 only, though the gate is 0.1", f"Gate lowered from 1.00 to 0.10 by {cast.ben.name}", "79.8", "319,488"):
        assert words in page, words


def test_what_is_not_ready_costs_what_it_costs_whatever_the_gate(cast: Cast, item: RoadmapItem) -> None:
    lowered(cast, item)
    item.refresh_from_db()
    gate = gates_of(cast.ada, [item])[item.pk]
    # 0.2 × 1,000,000 − 220,000 − 319,488
    assert (gate.is_open, gate.is_ready, gate.expected_loss, gate.true_net) == (True, False, LOSS, Decimal(-339_488))
    shown = what_if(cast.ada, item.account_id, {item.pk})
    assert (shown.loss, shown.true_net) == (LOSS, Decimal(-339_488))


@pytest.mark.parametrize(("gain", "is_chosen"), [(GAIN, False), (3_000_000, True)])
def test_a_plan_counts_it_at_its_readiness(cast: Cast, item: RoadmapItem, gain: int, is_chosen: bool) -> None:
    size_item(cast.ben, item.pk, version=None, return_us=[Decimal(gain)])
    lowered(cast, item)
    approve_item(cast.ada, item.pk, version=None)
    plan = make_plan(budget=(300_000,))
    ask_for_optimum(flow_actor("test"), plan.pk, version=None)
    run_waiting()
    plan.refresh_from_db()
    assert (str(item.pk) in plan.choice["start"]) is is_chosen
    assert Decimal(plan.choice["value"]) == (Decimal(gain) / 5 - COST - LOSS if is_chosen else 0)


def test_a_lowered_gate_is_no_override_when_readiness_falls_further(cast: Cast, item: RoadmapItem) -> None:
    lowered(cast, item)
    approve_item(cast.ada, item.pk, version=None)
    item.account.readiness.update(level=Decimal("0.2"))
    item.refresh_from_db()
    assert not gates_of(cast.ada, [item])[item.pk].is_passable


def test_a_program_lowers_and_overrides_it_in_the_name_of_a_person(client: Client, cast: Cast, item: RoadmapItem) -> None:
    client.force_login(cast.user("ben"))
    sent: dict[str, Any] = {"content_type": "application/json", "headers": {"if-match": f'"{item.version}"'}}
    with nothing_changes():
        assert client.post(f"/api/v1/roadmap-items/{item.pk}/override", {"reason": "", "accepts_loss": True}, **sent).status_code == 422
    made = client.post(f"/api/v1/roadmap-items/{item.pk}/override", SIGNED, **sent)
    assert (made.status_code, made.json()["state"]) == (200, "gated")
    sent["headers"] = {"if-match": made.headers["ETag"]}
    made = client.post(f"/api/v1/roadmap-items/{item.pk}/lower-gate", {"gate": "0.3", **SIGNED}, **sent)
    assert (made.status_code, Decimal(made.json()["gate"]), made.json()["state"]) == (200, Decimal("0.3"), "sized")
    sent["headers"] = {"if-match": made.headers["ETag"]}
    owner = cast.user("ada").pk
    changed = client.patch(
        f"/api/v1/roadmap-items/{item.pk}", {"gate": "0.9", "needs": {"will": "4", "data": "2.5"}, "owner_id": owner}, **sent
    )
    told = changed.json()
    assert (changed.status_code, Decimal(told["gate"]), float(told["needs"]["data"]), told["owner_id"]) == (200, Decimal("0.9"), 2.5, owner)
    sent["headers"] = {"if-match": changed.headers["ETag"]}
    with nothing_changes():
        assert client.patch(f"/api/v1/roadmap-items/{item.pk}", {"needs": {"luck": "1", "will": 4, "data": 3}}, **sent).status_code == 422
        assert client.patch(f"/api/v1/roadmap-items/{item.pk}", {"needs": {"will": 5, "data": 3}}, **sent).status_code == 422


def test_expected_returns_add_up_to_the_cent() -> None:
    found = expected_returns([Decimal("10.01"), Decimal("0.05"), Decimal("99.99")], Fraction(1, 3), Decimal("7.77"))
    assert sum(found) == Decimal("28.91")  # 110.05 / 3 − 7.77 = 28.9133…
    assert found[1:] == (Decimal("0.02"), Decimal("33.33"))


def test_nor_by_whoever_makes_the_item(client: Client, cast: Cast) -> None:
    """A representative puts it on the roadmap with the readiness that the catalogue asks for, and no less."""
    make_catalogue()
    account = make_account(owner=cast.ada)
    client.force_login(cast.user("ada"))
    sent = {"account_id": account.pk, "activity": "vmi", "investment_us": ["1000"], "return_us": ["50000"]}
    with nothing_changes():
        for less in ({}, {"data": "0.1"}):
            body = {"items": [{**sent, "needs": less}]}
            assert client.post("/api/v1/roadmap-items", body, content_type="application/json").status_code == 403, less
    made = client.post("/api/v1/roadmap-items", {"items": [sent]}, content_type="application/json")
    assert (made.status_code, made.json()[0]["needs"] != {}) == (201, True)


@pytest.mark.parametrize(("good", "foretold"), [(99, True), (76, True), (75, False), (60, False), (0, False)])
def test_where_it_goes_worse_than_the_worst_known_case_the_price_is_told_in_words(
    client: Client, cast: Cast, item: RoadmapItem, good: int, foretold: bool
) -> None:
    """The prior is 0.75 + (present − 0.75) × ratio: at 75 % and below it would say that nothing is lost."""
    measure = PerformanceMeasure.objects.get()
    day = days.today()
    report_figure(cast.ada, measure.pk, since=day - timedelta(days=20), until=day, numerator=Decimal(good), denominator=Decimal(100))
    client.force_login(cast.user("ben"))
    address = f"/accounts/{item.account_id}/roadmap/{item.pk}"
    page = client.get(f"{address}/").content.decode()
    approved = client.post(f"{address}/approve/", {"version": item.version}).content.decode()
    assert ("it cannot be foretold here" in page, "The price: expected" in page) == (not foretold, foretold)
    assert ("what it may cost cannot be foretold" in approved, "expected loss" in approved) == (not foretold, foretold)
    assert client.post(f"{address}/override/", {"version": item.version, "reason": "So", "accepts_loss": "on"}).status_code == 302
    page = client.get(f"{address}/").content.decode()
    assert ("What it may cost could not be foretold." in page, "Expected loss" in page) == (not foretold, foretold)
    run_waiting()
    told = (
        client.get(f"/accounts/{item.account_id}/history/").content.decode() + client.get(f"/accounts/{item.account_id}/").content.decode()
    )
    assert ("what it may cost cannot be foretold: So" in told, "expecting a loss of" in told) == (not foretold, foretold)
