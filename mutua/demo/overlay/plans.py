"""The plan of the coming year, open and asked to be optimised."""

from __future__ import annotations

from decimal import Decimal

from mutua.demo.noting import made_before, noted
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor
from mutua.relationships.actions.begin_plan import begin_plan
from mutua.relationships.actions.open_plan import open_plan
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.models import PlanCycle

BUDGET = (Decimal(260_000), Decimal(220_000), Decimal(180_000), Decimal(160_000))
HOURS = {"Logistics": (1400, 1400, 1200, 1200), "Accounts receivable": (500, 500, 400, 400)}


def open_the_plan(actor: Actor, shift: Shift) -> None:
    """Budget and hours are such that about half of the ready items fit."""
    year = shift.today.year + 1
    if made_before(PlanCycle, year=year) is not None:
        return
    plan = noted(open_plan(actor, year=year, currency="USD", budget=BUDGET, capacity=HOURS))
    begin_plan(actor, plan.pk, version=None)
    ask_for_optimum(actor, plan.pk, version=None)
