"""Approving a plan alone, where no rule asks anybody: by somebody who did not make it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.relationships.actions.ask_for_approval import check_not_asked
from mutua.relationships.actions.freeze_plan import approval, freeze
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.approvals import may_approve_alone, seats_by_rule
from mutua.relationships.queries.plan_seen import check_sees_all
from mutua.relationships.queries.plans import plan_for


@transaction.atomic
def approve_plan(actor: Actor, plan_id: int, *, version: int | None) -> PlanCycle:
    """Freeze what is believed now; later estimates never rewrite it. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.approve", plan)
    if actor.user_id is None:
        raise Refused(_("A plan is approved by a named person, not by a process. Nothing was changed."))
    check_sees_all(actor, plan)
    check_not_asked(actor, plan)
    if seats := seats_by_rule(actor, plan):
        names = ", ".join(seat.name for seat in seats)
        raise Refused(
            _("A plan of this size is approved by %(names)s together. Ask for their approval. Nothing was changed.") % {"names": names}
        )
    check_not_own(actor, plan)

    freeze(actor, plan, by=[approval(actor.name, on_behalf="")])
    return plan


def check_not_own(actor: Actor, plan: PlanCycle, *also: int | None) -> None:
    """Raises Refused for whoever made the plan, while anybody else could approve it. also: who asked for its approval."""
    if not may_approve_alone(actor, plan, *also):
        raise Refused(_("Nobody approves its own plan: you set its money and hours, or asked for its approval. Nothing was changed."))
