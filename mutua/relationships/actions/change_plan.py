"""Changing the budget and the hours of a plan that is not approved yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.ask_for_approval import check_not_asked
from mutua.relationships.actions.open_plan import check_means, checked_levers, plain_capacity, plain_floors
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.rules.lifecycles import PlanState


@transaction.atomic
def change_plan(
    actor: Actor,
    plan_id: int,
    *,
    version: int | None,
    budget: Sequence[Decimal],
    capacity: Mapping[str, Sequence[Decimal | int | float]],
    discount_rate: Decimal = Decimal(0),
    customer_must_gain: bool = False,
    max_levers: int | None = None,
    floors: Collection[Mapping[str, Any]] = (),
) -> PlanCycle:
    """Other money or hours; what was chosen with the old ones is forgotten. Refused once the plan is approved."""
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    if plan.is_frozen:
        raise Refused(_("This plan is approved and frozen. Nothing was changed."))
    check_not_asked(actor, plan)
    check_means(budget, capacity)

    plan.prepared_by_id = actor.user_id
    plan.budget, plan.capacity = list(budget), plain_capacity(capacity)
    plan.max_levers, plan.floors = checked_levers(max_levers), plain_floors(floors)
    plan.discount_rate, plan.customer_must_gain, plan.choice = discount_rate, customer_must_gain, None
    if plan.state == PlanState.OPTIMISED:
        plan.state = PlanState.PROFILES_UPDATED.value
    store(plan)
    return plan
