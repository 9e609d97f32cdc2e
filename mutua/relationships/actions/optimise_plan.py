"""Letting the optimiser choose what is done when, beside the usual way of choosing, and keeping what it found."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, NotFound, flow_actor, require
from mutua.foundation.events import announce
from mutua.foundation.jobs import RunningJob, progress
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.ask_for_approval import check_not_asked
from mutua.relationships.events import PlanOptimised
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.approvals import waiting_for
from mutua.relationships.queries.choices import Stopped, find_choice
from mutua.relationships.queries.plans import candidates_of, plan_for
from mutua.relationships.queries.questions import Impossible
from mutua.relationships.rules.lifecycles import PlanState, next_plan_states
from mutua.relationships.tasks import optimise

OPTIMISER = "optimiser"
STEPS = 8  # a first guess; the search knows better once it has read the items
NOT_PROVEN = "not proven"
MEANS = ("budget", "capacity", "discount_rate", "customer_must_gain", "max_levers", "floors")


def progress_key(plan_id: int) -> str:
    return f"plan-{plan_id}"


@transaction.atomic
def ask_for_optimum(actor: Actor, plan_id: int, *, version: int | None) -> PlanCycle:
    """Start the search; it reports its progress and stores the result. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    plan = locked(plan_for(actor, plan_id), version)
    require(actor, "relationships.plan.edit", plan)
    if PlanState.OPTIMISED not in next_plan_states(plan.state):
        raise Refused(_("A plan that is “%(state)s” cannot be optimised.") % {"state": plan.get_state_display()})
    check_not_asked(actor, plan)

    progress(progress_key(plan.pk), _title(plan), total=STEPS, user_id=actor.user_id)
    optimise.defer(plan_id=plan.pk)
    return plan


def run_optimiser(job: RunningJob, plan_id: int) -> None:
    """The search itself: outside of any transaction, since it takes long. Runs again from the start when its worker died."""
    actor = flow_actor(OPTIMISER)
    try:
        _search(job, actor, plan_for(actor, plan_id))
    except (NotFound, PlanCycle.DoesNotExist):
        return  # the plan was taken away meanwhile: nobody waits for it, and trying again would not bring it back


def _search(job: RunningJob, actor: Actor, plan: PlanCycle) -> None:
    waiting = JobProgress.objects.filter(key=progress_key(plan.pk)).first()
    report = progress(progress_key(plan.pk), _title(plan), total=STEPS, user_id=waiting.user_id if waiting else None)
    if waiting is not None and waiting.cancel_requested and not waiting.is_over:
        report.stop(_("Stopped before anything was tried."))
        return

    def keep(choice: dict[str, Any]) -> None:
        with job.step():
            _keep(actor, plan, choice)

    try:
        find_choice(plan, candidates_of(actor, plan), report, keep)
    except Stopped:
        report.stop(_("Stopped. The best plan so far is kept."))
    except (Impossible, Overtaken) as error:
        report.fail(str(error))
    else:
        report.finish(_("Done"))


def _title(plan: PlanCycle) -> str:
    return _("Optimising %(plan)s") % {"plan": plan}


class Overtaken(Exception):
    """Somebody changed the plan, put it to others or approved it while the optimiser was at work."""


def _keep(actor: Actor, plan: PlanCycle, choice: dict[str, Any]) -> None:
    """The choice as it stands now. A worse one never takes the place of one that an earlier run has found."""
    now = locked(plan, None)
    other = any(getattr(now, name) != getattr(plan, name) for name in MEANS)
    if PlanState.OPTIMISED not in next_plan_states(now.state) or other or waiting_for(actor, now):
        raise Overtaken(
            _(
                "The plan was changed, or put to those who approve it, while the optimiser was at work; its result was dropped. Start it again."
            )
        )
    if now.choice and not choice["complete"] and now.choice["complete"] and choice["status"] == NOT_PROVEN:
        return
    now.choice = {**choice, "at": days.now().isoformat(timespec="seconds")}
    now.state = PlanState.OPTIMISED.value
    store(now)
    if choice["complete"]:
        announce(PlanOptimised(plan_id=now.pk), actor=actor)
