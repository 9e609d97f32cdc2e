"""The promises of relationships, each on random or real cases; what a plan takes is counted again here, not asked of the product."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.events.models import EventRow
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.approve_plan import approve_plan
from mutua.relationships.actions.change_measure import change_measure
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.actions.override_gate import override_gate
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.models import Activity, Engagement, GateOverride, PlanCycle, RoadmapItem
from mutua.relationships.queries.plan_page import plan_page
from mutua.relationships.queries.values import balance_of
from mutua.relationships.rules.freezing import digest
from mutua.relationships.tests.making import (
    make_account_touchpoint,
    make_engagement,
    make_item,
    make_measure,
    make_plan,
    make_profile,
    make_readiness,
    practise,
)
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


def optimised(plan: PlanCycle) -> PlanCycle:
    ask_for_optimum(flow_actor("test"), plan.pk, version=None)
    run_waiting()
    plan.refresh_from_db()
    assert plan.choice, "the optimiser found nothing"
    return plan


def used(plan: PlanCycle, items: dict[int, RoadmapItem], start: dict[str, int]) -> tuple[list[Decimal], dict[str, list[float]]]:
    """Money and hours by quarter, added up anew."""
    quarters = len(plan.budget)
    money, hours = [Decimal(0)] * quarters, {team: [0.0] * quarters for team in plan.capacity}
    for key, begins in start.items():
        item = items[int(key)]
        for row, book in ((item.investment_us, money), *((row, hours[team]) for team, row in item.hours.items())):
            for offset, amount in enumerate(row):
                if begins + offset < quarters:
                    book[begins + offset] += amount
    return money, hours


def random_items(dice: random.Random, cast: Cast) -> None:
    make_readiness(None, will=4)
    activities = list(Activity.objects.values_list("key", flat=True))
    for _account in range(6):
        account = make_account(owner=cast.ada)
        make_readiness(account, will=dice.choice(["1.0", "4.0"]))
        practise(account, *dice.sample(activities, 20))
        before: list[RoadmapItem] = []
        for key in dice.sample(activities, 5):
            lasts = dice.choice([0, 1, 2])
            item = make_item(account, key, lasts=lasts, not_before=dice.choice([1, 1, 2]), needs=dice.choice([{}, {}, {"will": 4}]))
            item.investment_us = [Decimal(dice.randint(5, 60) * 1000) for _quarter in range(max(1, lasts))]
            item.return_us = [Decimal(dice.randint(10, 120) * 1000)]
            item.hours = {dice.choice(["Logistics", "Sales"]): [float(dice.randint(10, 200)) for _quarter in range(max(1, lasts))]}
            item.save()
            item.requires.set([dice.choice(before)] if before and dice.random() < 0.4 else [])
            before.append(item)


def is_met(account_id: int, activity: str) -> bool:
    """Practised itself, or replaced in its slot by something practised that leads back to it."""
    known = {one.key: one for one in Activity.objects.all()}
    practised = Engagement.objects.filter(account_touchpoint__account=account_id, state="full").values_list("activity__key", flat=True)

    def leads_back(key: str) -> bool:
        return any(needed == activity or leads_back(needed) for needed in known[key].requires)

    return any(key == activity or (known[key].slot == known[activity].slot and leads_back(key)) for key in practised)


@pytest.mark.parametrize("seed", range(2))
def test_every_approved_plan_keeps_gates_order_budget_and_hours(cast: Cast, seed: int) -> None:
    random_items(random.Random(seed), cast)
    plan = make_plan(budget=(80_000, 120_000, 60_000, 60_000))
    plan.capacity = {"Logistics": [200.0, 250.0, 150.0, 150.0], "Sales": [150.0] * 4}
    plan.save()
    plan = approve_plan(cast.ben, optimised(plan).pk, version=None)
    items = {item.pk: item for item in RoadmapItem.objects.prefetch_related("requires")}
    start = plan.snapshot["start"]
    assert start
    money, hours = used(plan, items, start)
    assert all(spent <= most for spent, most in zip(money, plan.budget, strict=True))  # P6
    assert all(took <= most for team, row in hours.items() for took, most in zip(row, plan.capacity[team], strict=True))
    for key, begins in start.items():
        item = items[int(key)]
        for needed in item.requires.all():  # P5
            assert start[str(needed.pk)] + needed.lasts <= begins
        for activity in item.activity.requires:  # P5 by the catalogue
            brings = [one for one in items.values() if (one.account_id, one.activity.key) == (item.account_id, activity)]
            in_time = any(start.get(str(one.pk), 99) + one.lasts <= begins for one in brings)
            assert in_time or is_met(item.account_id, activity)
        ready = not item.needs or item.account.readiness.get(dimension="will").level == 4
        assert ready  # P4
    assert Decimal(plan.snapshot["value"]) >= Decimal(plan.snapshot["greedy"]["value"])


@pytest.mark.parametrize(("tier", "floor", "is_refused"), [(1, 1, False), (1, 2, True), (2, 1, True)])
def test_a_plan_that_gives_a_tier_less_than_it_asks_is_not_approved(cast: Cast, tier: int, floor: int, is_refused: bool) -> None:
    """One item of one account of the first tier is chosen; the least was raised after the search."""
    make_item(make_account(owner=cast.ada, tier=1), "edi-asn", cost=10, gain=20)
    plan = optimised(make_plan(budget=(100,)))
    PlanCycle.objects.update(floors=[{"tier": tier, "items": floor}])
    if not is_refused:
        assert approve_plan(cast.ben, plan.pk, version=None).state == "approved"
        return
    with pytest.raises(Refused, match=f"Accounts of tier {tier} would get less"), nothing_changes():
        approve_plan(cast.ben, plan.pk, version=None)


def test_the_same_candidates_in_another_order_give_the_same_plan(cast: Cast) -> None:
    """P14. Names and figures are the same; the rows were written in another order."""
    chosen = []
    for turn in (1, -1):
        with transaction.atomic():
            account = make_account(name=f"Turn {turn}", owner=cast.ada)
            practise(account, "edi-asn")
            for key, cost, gain in [("crp", 90, 170), ("pool-load", 35, 62), ("vmi", 150, 260), ("backhaul", 60, 115), ("gdsn", 25, 55)][
                ::turn
            ]:
                make_item(account, key, cost=cost * 1000, gain=gain * 1000, hours=cost * 4)
            plan = make_plan(budget=(200_000,), hours=(900,), name=f"Turn {turn}")
            plan.accounts.add(account)
        choice = optimised(plan).choice
        chosen.append(sorted((choice["items"][key]["activity"], begins) for key, begins in choice["start"].items()))
    assert chosen[0] == chosen[1]


@pytest.mark.slow
def test_the_plan_over_the_real_gaps_of_twenty_accounts_beats_greedy(cast: Cast) -> None:
    """Gap, items, four quarters: from profiles to a plan, under money and hours that bind."""
    dice = random.Random(20)
    wanted = {
        "physical-delivery": ["edi-asn", "standing-appointments", "crp", "pallet-pooling"],
        "order-management": ["shared-order-status"],
    }
    make_readiness(None, data=4, systems=4, people=4, process=4, will=4)
    for number in range(20):
        account = make_account(name=f"Programme {number:02}", owner=cast.ada)
        make_readiness(account, data=dice.choice([2, 4]), systems=4, people=4, process=4, will=4)
        at = make_account_touchpoint(account)
        for key in ["edi-asn", "scheduled-appointments"][: dice.randint(1, 2)]:
            make_engagement(at, key)
        make_account_touchpoint(account, key="order-management")
        make_profile(account, wanted)
        for item in plan_from_gap(cast.ada, account.pk):
            gain = item.cost * dice.randint(90, 260) / 100
            size_item(cast.ada, item.pk, version=None, return_us=[gain.quantize(Decimal(1))])
    plan = make_plan(budget=(250_000, 250_000, 200_000, 200_000))
    plan.capacity = {"Logistics": [900.0] * 4, "Customer service": [400.0] * 4}
    plan.save()
    choice = optimised(plan).choice
    accounts = {choice["items"][key]["account"] for key in choice["items"]}
    assert len(accounts) == 20
    assert Decimal(choice["value"]) > Decimal(choice["greedy"]["value"])
    items = {item.pk: item for item in RoadmapItem.objects.all()}
    money, hours = used(plan, items, choice["start"])
    assert all(spent <= most for spent, most in zip(money, plan.budget, strict=True))
    assert all(took <= most for team, row in hours.items() for took, most in zip(row, plan.capacity[team], strict=True))
    assert all(choice["why_not"][key] for key in choice["items"] if key not in choice["start"])


def test_what_a_plan_has_committed_ends_before_another_plan_starts_what_needs_it(cast: Cast) -> None:
    """P5, across plans: standing in an earlier plan is not being done."""
    account = make_account(owner=cast.ada)
    first = make_item(account, "edi-asn", cost=10, gain=20, lasts=2, not_before=2)
    approve_plan(cast.ben, optimised(make_plan(budget=(100,) * 4, hours=(1,) * 4)).pk, version=None)
    make_item(account, "crp", cost=10, gain=30, requires=[first])
    plan = optimised(make_plan(budget=(100,) * 4, hours=(1,) * 4, name="Second"))
    assert list(plan.choice["start"].values()) == [3]  # quarters 2 and 3 are the prerequisite's


def test_an_item_whose_prerequisite_no_plan_can_choose_is_left_out_and_says_so(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    first = make_item(account, "edi-asn", cost=10, gain=20, currency="EUR")
    make_item(account, "crp", title="Replenish", cost=10, gain=30, requires=[first])
    plan = optimised(make_plan())
    page = plan_page(cast.ben, plan)
    assert plan.choice["start"] == {}
    assert page is not None
    assert [left.reason for left in page.left_out] == [f"It needs {first.name} first, which this plan cannot choose."]


def test_what_falls_after_the_year_is_not_spent_of_its_budget(cast: Cast) -> None:
    item = make_item(make_account(owner=cast.ada), "vmi", gain=500, lasts=3, not_before=3)
    practise(item.account, "edi-asn")
    item.investment_us = [Decimal(40), Decimal(50), Decimal(70)]
    item.save()
    page = plan_page(cast.ben, optimised(make_plan(budget=(100,) * 4, hours=(1,) * 4)))
    assert page is not None
    assert (page.spent, page.spent_later, page.cost) == (90, 70, 160)


@pytest.mark.parametrize("change", ["needs", "readiness"])
def test_an_override_opens_the_gate_for_what_was_signed_and_for_nothing_worse(cast: Cast, change: str) -> None:
    """P4."""
    account = make_account(owner=cast.ada)
    make_readiness(account, will=2, data=4)
    make_readiness(None, will=4, data=1)
    item = make_item(account, "cpfr", cost=10, gain=20, needs={"will": 4})
    practise(account, "crp")
    override_gate(cast.ben, item.pk, version=None, reason="They start in March", accepts_loss=True)
    assert list(optimised(make_plan()).choice["start"]) == [str(item.pk)]
    if change == "needs":
        size_item(cast.ada, item.pk, version=None, needs={"will": 4, "data": 4})
    else:
        account.readiness.filter(dimension="will").update(level=1)
    plan = optimised(make_plan(name="Later"))
    assert plan.choice["start"] == {}
    assert not plan.choice["items"][str(item.pk)]["ready"]


def test_the_headline_of_a_plan_with_an_override_adds_up(client: Client, cast: Cast) -> None:
    """Both are half ready, and the loss of that is off the value: 20 back for 10, less what is expected to be lost."""
    account = make_account(owner=cast.ada)
    make_readiness(account, will=2)
    make_readiness(None, will=4)
    item = make_item(account, "cpfr", cost=10, gain=20, needs={"will": 4})
    practise(account, "crp")
    override_gate(cast.ben, item.pk, version=None, reason="They start in March", accepts_loss=True)
    plan = optimised(make_plan())
    page = plan_page(cast.ben, plan)
    assert page is not None
    assert (page.back, page.cost, page.gate["seems"]) == (20, 10, 10)
    assert page.expected_less > 0
    assert page.value == page.back - page.cost - page.expected_less == page.gate["yields"]
    client.force_login(cast.user("ben"))
    assert "expected to be lost where gates were overridden" in client.get(f"/plans/{plan.pk}/").content.decode()


def frozen(cast: Cast) -> PlanCycle:
    account = make_account(owner=cast.ada)
    practise(account, "edi-asn")
    make_item(account, "crp", cost=90_000, gain=170_000, hours=420)
    return approve_plan(cast.ben, optimised(make_plan()).pk, version=None)


@pytest.mark.parametrize(
    "change",
    [
        "snapshot = jsonb_set(snapshot, '{value}', '\"999999.00\"')", "snapshot_sha256 = 'x'", "approved_at = now()", "approved_at = null",
        "budget = array[1]", "capacity = '{}'", "year = year + 1", "currency = 'EUR'", "discount_rate = 0.1", "choice = null",
        "customer_must_gain = not customer_must_gain", "state = 'open'", "state = 'optimised'",
    ],
)  # fmt: skip
def test_not_even_sql_rewrites_what_was_believed(cast: Cast, change: str) -> None:
    """P7."""
    plan = frozen(cast)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update relationships_plancycle set {change} where id = %s", [plan.pk])
    plan.refresh_from_db()
    assert digest(plan.snapshot) == plan.snapshot_sha256


def test_not_even_sql_deletes_an_approved_plan(cast: Cast) -> None:
    """P7."""
    plan, draft = frozen(cast), make_plan(year=2031)
    with pytest.raises(IntegrityError, match="An approved plan is never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from relationships_plancycle where id = %s", [plan.pk])
    with connection.cursor() as cursor:
        cursor.execute("delete from relationships_plancycle where id = %s", [draft.pk])
    assert list(PlanCycle.everything.all()) == [plan]


def test_an_override_is_written_for_ever(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    make_readiness(account, will=1)
    item = make_item(account, "cpfr", cost=10, gain=20, needs={"will": 4})
    practise(account, "crp")
    override_gate(cast.ben, item.pk, version=None, reason="They start in March", accepts_loss=True)
    with pytest.raises(IntegrityError, match="for ever"), transaction.atomic():
        GateOverride.objects.update(reason="It was never me")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from relationships_gateoverride")
    assert GateOverride.objects.get().reason == "They start in March"


def test_a_process_cannot_override(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    make_readiness(account, will=1)
    item = make_item(account, "cpfr", cost=10, gain=20, needs={"will": 4})
    with pytest.raises(Refused, match="named person"), nothing_changes():
        override_gate(flow_actor("robot"), item.pk, version=None, reason="Because", accepts_loss=True)


def test_every_measure_has_an_owner_or_a_named_proxy(cast: Cast) -> None:
    """P3."""
    measure = make_measure(make_account_touchpoint(make_account(owner=cast.ada)))
    with pytest.raises(Refused, match="whose figures"), nothing_changes():
        change_measure(cast.ada, measure.pk, version=None, is_proxy=True, proxy_name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(measure).objects.filter(pk=measure.pk).update(is_proxy=True, proxy_name="")


@pytest.mark.parametrize(("field", "value", "anew"), [("tolerance", "0.8", False), ("completeness", "0.9", True), ("late_days", 2, True)])
def test_only_what_makes_an_outcome_another_is_counted_anew(cast: Cast, field: str, value: Any, anew: bool) -> None:
    """P11: a strategy begins its evidence again for another window, not because somebody wants to be rung at another rate."""
    measure = make_measure(make_account_touchpoint(make_account(owner=cast.ada)))
    change_measure(cast.ada, measure.pk, version=None, **{field: Decimal(value)})
    assert EventRow.objects.get(name="relationships.measure.changed").payload["restarted"] is anew


@pytest.mark.parametrize("seed", range(5))
def test_joint_value_is_the_sum_of_all_sides_to_the_cent(cast: Cast, seed: int) -> None:
    """P9."""
    dice = random.Random(seed)
    account = make_account(owner=cast.ada)
    entered: list[dict[str, Any]] = [
        {
            "side": dice.choice(["us", "customer", "partner"]),
            "component": dice.choice(["product", "service", "price", "communication"]),
            "kind": dice.choice(["expected", "claimed"]),
            "amount": Decimal(dice.randint(-10_000_000, 10_000_000)) / 100,
        }
        for _entry in range(40)
    ]
    for values in entered:
        enter_value(cast.ada, account.pk, currency="USD", period=days.today(), **values)
    balance = balance_of(cast.ada, account.pk, "USD")
    assert balance is not None
    for kind, both in (("claimed", balance.got), ("expected", balance.expected)):
        assert both.joint == sum(values["amount"] for values in entered if values["kind"] == kind)


def test_a_roadmap_that_costs_the_customer_more_than_it_brings_is_flagged(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    make_item(
        account, "vmi", cost=220, gain=320, investment_them=[Decimal(60), Decimal(10)], return_them=[Decimal(0), Decimal(0), Decimal(45)]
    )
    balance = balance_of(cast.ada, account.pk, "USD")
    assert balance is not None
    assert (balance.npv_us, balance.npv_them, balance.no_customer_benefit) == (100.0, -25.0, True)


def test_the_search_for_a_plan_that_was_taken_away_ends_quietly(cast: Cast) -> None:
    plan = make_plan()
    ask_for_optimum(cast.ben, plan.pk, version=None)
    PlanCycle.objects.filter(pk=plan.pk).delete()
    assert run_waiting() > 0
    assert not PlanCycle.objects.exists()
