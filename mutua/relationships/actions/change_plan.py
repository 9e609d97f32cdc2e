"""Changing the budget and the hours of a plan that is not approved yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.open_plan import check_means, plain_capacity
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
) -> PlanCycle:
    """Other money or hours; what was chosen with the old ones is forgotten. Refused once the plan is approved."""
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    if plan.is_frozen:
        raise Refused(_("This plan is approved and frozen. Nothing was changed."))
    check_means(budget, capacity)

    plan.budget, plan.capacity = list(budget), plain_capacity(capacity)
    plan.discount_rate, plan.customer_must_gain, plan.choice = discount_rate, customer_must_gain, None
    if plan.state == PlanState.OPTIMISED:
        plan.state = PlanState.PROFILES_UPDATED.value
    store(plan)
    return plan
