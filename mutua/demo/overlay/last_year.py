"""Last year's plan, from its kick-off to the decisions on what it brought: forty invented grocers, of which some began an activity.

What they order is made from the file's own effects; what the evaluation finds is computed by the methods from the orders alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from mutua.customers.actions.create_account import create_account
from mutua.customers.models import Account
from mutua.demo.company import ADA
from mutua.demo.derived import csv_of
from mutua.demo.noting import made_before, noted
from mutua.demo.overlay.reading import once, origin, overlay
from mutua.demo.shift import Shift
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User
from mutua.relationships.actions.add_approval_rule import add_approval_rule
from mutua.relationships.actions.add_items import add_items
from mutua.relationships.actions.answer_approval import answer_approval
from mutua.relationships.actions.ask_for_approval import ask_for_approval
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.actions.begin_item import begin_item
from mutua.relationships.actions.decide_evaluation import decide_evaluation
from mutua.relationships.actions.evaluate_item import evaluate_item
from mutua.relationships.actions.finish_item import finish_item
from mutua.relationships.actions.move_plan import move_plan
from mutua.relationships.actions.note_outlay import note_outlay
from mutua.relationships.actions.open_plan import open_plan
from mutua.relationships.actions.open_touchpoints import open_touchpoints
from mutua.relationships.actions.optimise_plan import run_optimiser
from mutua.relationships.actions.record_engagement import record_engagement
from mutua.relationships.models import AccountTouchpoint, ApprovalRule, PlanCycle, PostEvaluation, RoadmapItem
from mutua.relationships.queries.evaluating import ground_of
from mutua.relationships.rules.evaluation import Verdict, best, verdict_on
from mutua.relationships.rules.lifecycles import ItemState, PlanState

FILE = "last_year.toml"
SEED = 20251231
TOUCHPOINT = "order-management"
MONTHS_IN_A_QUARTER = 3
CASE = 24  # what a case of groceries costs
REASONS = {
    Verdict.REPEAT: "{came} came for {cost}: worth doing again where others are like them.",
    Verdict.STOP: "{came} came for {cost}: that does not pay.",
    Verdict.UNCLEAR: "{came} came for {cost}, and the interval holds both: look again when another half year of orders is in.",
}


class _Here:
    """The search as a job that this very process carries out."""

    def step(self) -> AbstractContextManager[None]:
        return transaction.atomic()  # type: ignore[return-value]


def year_of(shift: Shift) -> int:
    return shift.today.year - 1


@transaction.atomic  # a load that is killed begins it anew
def lay_last_plan(actor: Actor, shift: Shift) -> None:
    """The grocers, their roadmaps and the plan, approved and in force, each on its day of then."""
    told, year = overlay(FILE), year_of(shift)
    if made_before(PlanCycle, year=year) is not None:
        return
    with days.as_of(date(year - 1, 11, 20)):
        accounts = [once(Account, f"grocer-{name}", partial(_grocer, actor, name, told)) for name in told["grocers"]]
        open_touchpoints(actor, [account.pk for account in accounts], TOUCHPOINT)
        _assess(actor, accounts, told)
        _roadmaps(actor, accounts, told)
    plan = _approved(actor, told, accounts, year)
    _carried_out(actor, plan, told, year)


def orders(shift: Shift) -> bytes:
    """One order a grocer and month, from January of the year before the plan to the last whole month."""
    told, year, chance = overlay(FILE), year_of(shift), random.Random(SEED)
    since = _since(year)
    rows = []
    for name in told["grocers"]:
        usual = chance.uniform(24_000, 70_000)
        for place, month in enumerate(_months(date(year - 1, 1, 1), shift.today)):
            value = usual * told["season"][month.month - 1] * (1 + told["trend"]) ** place * chance.gauss(1, told["chance"])
            value *= 1 + sum(effect for began, effect in since.get(name, ()) if month >= began)
            key = f"{name.split()[0].lower()}-{month:%y%m}"
            rows.append(
                (
                    f"grocer-order-{key}",
                    name,
                    f"GO-{key.upper()}",
                    month + timedelta(days=11),
                    "Groceries of the month",
                    round(value / CASE),
                    round(value, 2),
                    told["currency"],
                )
            )
    return csv_of(("key", "account", "number", "placed_on", "description", "quantity", "value", "currency"), rows)


@transaction.atomic
def evaluate_last_plan(shift: Shift) -> None:
    """Every item by the allowed comparison that assumes least, and the decision that follows from its chance of having paid."""
    plan = made_before(PlanCycle, year=year_of(shift))
    if plan is None or plan.state != PlanState.IN_FORCE:
        return
    manager, executive = (actor_of(User.objects.get(name=name)) for name in ("Ben Okafor", "Edith Vance"))
    items = list(RoadmapItem.objects.filter(pk__in=[int(key) for key in _frozen(plan)["start"]], state=ItemState.DONE).order_by("pk"))
    for item in items:
        design = best(ground_of(item).offers)
        assert design is not None, "the invented orders reach back far enough for a comparison"
        evaluate_item(manager, item.pk, version=None, design=design.value)
    for evaluation in PostEvaluation.objects.filter(item__in=items, decided_at=None).order_by("pk"):
        follows = verdict_on(float(evaluation.chance_paid))
        figures = {"came": f"{evaluation.effect:,.0f} {evaluation.currency}", "cost": f"{evaluation.actual_cost:,.0f}"}
        reason = REASONS[follows].format(**figures)
        decide_evaluation(executive, evaluation.pk, version=None, verdict=follows.value, reason=reason)
    move_plan(executive, plan.pk, version=None, to=PlanState.EVALUATED)


def _grocer(actor: Actor, name: str, told: dict[str, Any]) -> Account:
    values = {
        "roles": [Account.Role.CUSTOMER.value],
        "tier": Account.Tier.THIRD,
        "country": "CA",
        "currency": told["currency"],
        "industry": "Grocery retail",
    }
    return create_account(actor, name=name, owner=User.objects.get(name=ADA), **values, **origin(f"grocer-{name}"))


def _assess(actor: Actor, accounts: list[Account], told: dict[str, Any]) -> None:
    said = told["readiness"]
    levels = {name: Decimal(str(level)) for name, level in said["levels"].items()}
    begin = {place for activity in told["activity"] for place in activity["at"]}
    for place, account in enumerate(accounts):
        if place in begin or (place + 1) % said["without_every"]:
            assess_readiness(actor, account.pk, levels, evidence=said["evidence"], confidence=Decimal("0.60"))


def _roadmaps(actor: Actor, accounts: list[Account], told: dict[str, Any]) -> None:
    rows = [
        {
            "account_id": accounts[place].pk,
            "activity": activity["key"],
            "lasts": 1,
            "investment_us": [Decimal(activity["cost"])],
            "return_us": [Decimal(amount) for amount in activity["returns"]],
            "return_them": [Decimal(amount) for amount in activity["their_returns"]],
            "hours": {told["team"]: [float(activity["hours"])]},
        }
        for activity in told["activity"]
        for place in activity["at"]
    ]
    made = add_items(actor, rows)
    # The catalogue counts in another currency than these customers; what stands here now is theirs.
    RoadmapItem.objects.filter(pk__in=[item.pk for item in made]).update(currency=told["currency"])


def _approved(actor: Actor, told: dict[str, Any], accounts: list[Account], year: int) -> PlanCycle:
    asks, executive = (actor_of(User.objects.get(name=name)) for name in ("Ben Okafor", "Edith Vance"))
    # The other lead of a team: who that is, the file of deals says.
    leads = actor_of(User.objects.filter(roles__key="manager", is_active=True).exclude(name=asks.name).order_by("pk")[0])
    with days.as_of(date(year - 1, 12, 2)):
        _say_who_approves(actor)
        means: dict[str, Any] = {"budget": [Decimal(amount) for amount in told["budget"]], "capacity": {told["team"]: told["hours"]}}
        ids = [account.pk for account in accounts]
        plan = noted(open_plan(actor, year=year, name=f"{told['name']} {year}", currency=told["currency"], account_ids=ids, **means))
        # The customers of the first tier came to this house later: there is no kick-off of that year to go through.
        PlanCycle.objects.filter(pk=plan.pk).update(state=PlanState.PROFILES_UPDATED)
        run_optimiser(_Here(), plan.pk)  # type: ignore[arg-type]
        ask_for_approval(asks, plan.pk, version=None)
    with days.as_of(date(year - 1, 12, 5)):
        answer_approval(leads, plan.pk, version=None, answer="approved", reason="The hours of customer service hold.")
    with days.as_of(date(year - 1, 12, 9)):
        answer_approval(executive, plan.pk, version=None, answer="approved")
    with days.as_of(date(year, 1, 2)):
        return move_plan(executive, plan.pk, version=None, to=PlanState.IN_FORCE)


def _say_who_approves(actor: Actor) -> None:
    """Anybody who leads a team for every plan, and the executive for the large ones."""
    if not ApprovalRule.objects.exists():
        noted(add_approval_rule(actor, role_key="manager", currency="USD"))
        edith = User.objects.get(name="Edith Vance")
        noted(add_approval_rule(actor, user_id=edith.pk, from_budget=Decimal(500_000), currency="USD"))


def _carried_out(actor: Actor, plan: PlanCycle, told: dict[str, Any], year: int) -> None:
    """Each item begins with its quarter, is paid for, practised from then on, and done two months later."""
    by_key = {activity["key"]: activity for activity in told["activity"]}
    ada = actor_of(User.objects.get(name=ADA))
    for number, quarter in sorted(_frozen(plan)["start"].items(), key=lambda row: (row[1], int(row[0]))):
        item = RoadmapItem.objects.select_related("activity").get(pk=int(number))
        began, activity = date(year, 1 + MONTHS_IN_A_QUARTER * quarter, 1), by_key[item.activity.key]
        with days.as_of(began + timedelta(days=2)):
            begin_item(ada, item.pk, version=None)
            at = AccountTouchpoint.objects.get(account=item.account_id, touchpoint__key=TOUCHPOINT)
            record_engagement(ada, at.pk, item.activity.key, state="full", since=began, evidence="Set up with them.")
        with days.as_of(began + timedelta(days=60)):
            spent = (Decimal(activity["cost"]) * Decimal(str(activity["spent"]))).quantize(Decimal("0.01"))
            note_outlay(ada, item.pk, on=days.today(), amount=spent, team=told["team"], hours=Decimal(activity["hours"]), note="Set-up")
            finish_item(ada, item.pk, version=None)


def _since(year: int) -> dict[str, list[tuple[date, float]]]:
    """Of each grocer since when it practises what, and what that truly does to its orders."""
    told = overlay(FILE)
    plan = made_before(PlanCycle, year=year)
    effects = {activity["key"]: activity["effect"] for activity in told["activity"]}
    found: dict[str, list[tuple[date, float]]] = {}
    frozen = _frozen(plan)
    for number, quarter in frozen["start"].items():
        item = frozen["items"][number]
        found.setdefault(item["account"], []).append((date(year, 1 + MONTHS_IN_A_QUARTER * quarter, 1), effects[item["activity"]]))
    return found


def _frozen(plan: PlanCycle | None) -> dict[str, Any]:
    """What was approved; nothing where there is no plan."""
    return (plan.snapshot if plan is not None else None) or {"start": {}, "items": {}}


def _months(first: date, today: date) -> Iterator[date]:
    """First days of the months that are over, oldest first."""
    month = first
    while (following := date(month.year + month.month // 12, month.month % 12 + 1, 1)) <= today:
        yield month
        month = following
