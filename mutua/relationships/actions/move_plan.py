"""Moving an approved plan through its year: in force, evaluated, closed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.events import PlanMoved
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plan_progress import items_of_plan
from mutua.relationships.queries.plan_seen import check_sees_all
from mutua.relationships.queries.plans import UNDER_WAY, plan_for
from mutua.relationships.rules.lifecycles import ItemState, PlanState, next_plan_states

MOVES = (PlanState.IN_FORCE, PlanState.EVALUATED, PlanState.CLOSED)


@transaction.atomic
def move_plan(actor: Actor, plan_id: int, *, version: int | None, to: str) -> PlanCycle:
    """to: "in-force", "evaluated" (when all that ended is evaluated) or "closed" (when nothing is left under way, or it was rolled forward).

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    check_sees_all(actor, plan)
    if to not in MOVES or to not in next_plan_states(plan.state):
        words = {"state": plan.get_state_display()}
        raise Refused(_("This plan is “%(state)s” and cannot go there from here. Nothing was changed.") % words, field="to")
    _check(actor, plan, PlanState(to))

    plan.state = PlanState(to).value
    store(plan, update_fields=["state"])

    announce(PlanMoved(plan_id=plan.pk, state=plan.state), actor=actor)
    return plan


def _check(actor: Actor, plan: PlanCycle, to: PlanState) -> None:
    states = [item.state for item in items_of_plan(actor, plan)]
    if to is PlanState.EVALUATED and (waiting := sum(state in (ItemState.DONE, ItemState.STOPPED) for state in states)):
        sentence = ngettext("%(n)s item waits for its evaluation.", "%(n)s items wait for their evaluation.", waiting) % {"n": waiting}
        raise Refused(sentence + " " + _("Nothing was changed."))
    if to is PlanState.CLOSED and (going := sum(state in UNDER_WAY for state in states)) and not plan.rolled_to.exists():
        sentence = ngettext("%(n)s item is not finished.", "%(n)s items are not finished.", going) % {"n": going}
        raise Refused(sentence + " " + _("Roll the plan forward, so that it goes on. Nothing was changed."))
