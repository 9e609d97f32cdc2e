"""Kick-off: the plan year leaves “open” when the profiles are fresh and last year was evaluated."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plans import kick_off_of, plan_for
from mutua.relationships.rules.lifecycles import PlanState, next_plan_states


@transaction.atomic
def begin_plan(actor: Actor, plan_id: int, *, version: int | None) -> PlanCycle:
    """Raises NotFound, NotAllowed, StaleVersion; Refused with what is still missing."""
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    if PlanState.PROFILES_UPDATED not in next_plan_states(plan.state):
        raise Refused(_("This plan has begun already."))
    kick_off = kick_off_of(actor, plan.year)
    if not kick_off.may_begin:
        words = {"fresh": kick_off.fresh, "all": kick_off.first_tier, "items": kick_off.unevaluated}
        sentence = _(
            "The plan stays open: %(fresh)s of %(all)s first-tier profiles are younger than 90 days (95 %% are needed), "
            "and %(items)s of last year’s items are not evaluated."
        )
        raise Refused(sentence % words)

    plan.state = PlanState.PROFILES_UPDATED.value
    store(plan)
    return plan
