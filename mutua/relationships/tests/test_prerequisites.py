"""P5: what the catalogue asks to come first is practised, is on the roadmap, or keeps an item out of every plan."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.approve_item import approve_item
from mutua.relationships.actions.approve_plan import approve_plan
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.actions.override_gate import override_gate
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plan_page import reason_left_out
from mutua.relationships.queries.prerequisites import missing_before
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item, make_plan, make_readiness, practise
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
CRP, EDI = "Continuous replenishment programme", "EDI and advance ship notice"


@pytest.fixture
def account(cast: Cast) -> Account:
    return make_account(name="Alder Markets", owner=cast.ada)


def optimised(**means: Any) -> PlanCycle:
    plan = make_plan(budget=(300_000, 300_000), hours=(9_000, 9_000), **means)
    ask_for_optimum(flow_actor("test"), plan.pk, version=None)
    run_waiting()
    plan.refresh_from_db()
    return plan


def test_it_is_not_approved_and_no_plan_chooses_it(client: Client, cast: Cast, account: Account) -> None:
    item = make_item(account, "cpfr", cost=1000, gain=50_000)
    with nothing_changes(), pytest.raises(Refused, match=f"needs {CRP} first, which Alder Markets neither practises"):
        approve_item(cast.ada, item.pk, version=None)
    plan = optimised()
    assert plan.choice["start"] == {}
    assert reason_left_out(plan.choice, str(item.pk)) == f"It needs {CRP} first, which this plan cannot choose."
    client.force_login(cast.user("ada"))
    page = html.unescape(client.get(item.get_absolute_url()).content.decode())
    assert f"First comes {CRP}: neither practised nor on the roadmap." in page
    assert "Approve for the plan" not in page


def test_nobody_overrides_it_either(cast: Cast, account: Account) -> None:
    make_readiness(account, will=1)
    item = make_item(account, "cpfr", cost=1000, gain=50_000, needs={"will": 4})
    with nothing_changes(), pytest.raises(Refused, match=CRP):
        override_gate(cast.ben, item.pk, version=None, reason="All the same", accepts_loss=True)


@pytest.mark.parametrize("state", ["pilot", "partial", "full"])
def test_what_is_practised_is_met(cast: Cast, account: Account, state: str) -> None:
    make_engagement(make_account_touchpoint(account), "crp", state=state)
    item = make_item(account, "cpfr", cost=1000, gain=50_000)
    assert approve_item(cast.ada, item.pk, version=None).state == "gated"


@pytest.mark.parametrize("state", ["planned", "retired"])
def test_what_is_no_practice_meets_nothing(cast: Cast, account: Account, state: str) -> None:
    make_engagement(make_account_touchpoint(account), "crp", state=state)
    item = make_item(account, "cpfr", cost=1000, gain=50_000)
    assert missing_before(cast.ada, [item]) == {item.pk: (CRP,)}


def test_what_replaced_it_meets_it_and_what_another_practises_does_not(cast: Cast, account: Account) -> None:
    item = make_item(account, "crp", cost=1000, gain=50_000)
    practise(make_account(owner=cast.ada), "edi-asn")
    assert missing_before(cast.ada, [item]) == {item.pk: (EDI,)}
    practise(account, "web-status")
    assert missing_before(cast.ada, [item]) == {}


def test_what_stands_on_the_roadmap_comes_before_it_though_nobody_linked_them(cast: Cast, account: Account) -> None:
    first = make_item(account, "edi-asn", cost=1000, gain=1100, lasts=1)
    item = make_item(account, "crp", cost=1000, gain=50_000)
    assert not item.requires.exists()
    plan = approve_plan(cast.ben, optimised().pk, version=None)
    assert plan.snapshot["start"] == {str(first.pk): 0, str(item.pk): 1}


@pytest.mark.parametrize(("state", "is_missing"), [("idea", False), ("running", False), ("done", False), ("stopped", True)])
def test_a_stopped_item_brings_nothing(cast: Cast, account: Account, state: str, is_missing: bool) -> None:
    make_item(account, "edi-asn", state=state)
    item = make_item(account, "crp", cost=1000, gain=50_000)
    assert bool(missing_before(cast.ada, [item])) is is_missing


def test_what_was_done_and_retired_since_is_missing_again(cast: Cast, account: Account) -> None:
    make_item(account, "edi-asn", state="evaluated")
    make_engagement(make_account_touchpoint(account), "edi-asn", state="retired")
    item = make_item(account, "crp", cost=1000, gain=50_000)
    assert missing_before(cast.ada, [item]) == {item.pk: (EDI,)}
