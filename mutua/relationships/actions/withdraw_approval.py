"""Taking back the request for approval, so that the plan can be changed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.events import PlanApprovalAnswered
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.approvals import waiting_for
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.rules.approving import Answer


@transaction.atomic
def withdraw_approval(actor: Actor, plan_id: int, *, version: int | None) -> PlanCycle:
    """What was answered stays written. Raises NotFound, NotAllowed, StaleVersion; Refused where nobody is asked."""
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    seats = waiting_for(actor, plan)
    if not seats:
        raise Refused(_("Nobody is asked to approve this plan. Nothing was changed."))

    for seat in seats:
        seat.answer, seat.answered_at = Answer.WITHDRAWN.value, days.now()
        seat.answered_by_id, seat.answered_by_name = actor.user_id, actor.name
        store(seat)
    store(plan, update_fields=["state"])

    announce(PlanApprovalAnswered(plan_id=plan.pk, round=seats[0].round, answer=Answer.WITHDRAWN.value), actor=actor)
    return plan
