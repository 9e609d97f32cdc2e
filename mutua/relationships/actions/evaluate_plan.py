"""Evaluating all that a plan began and that has ended, each item by the allowed comparison that assumes least."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation.access import Actor, NotFound, flow_actor, require
from mutua.foundation.jobs import RunningJob, progress
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.evaluate_item import evaluate_item
from mutua.relationships.models import PlanCycle, PostEvaluation
from mutua.relationships.queries.evaluating import EVALUATOR, ground_of
from mutua.relationships.queries.evaluations import waiting_of
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.rules.evaluation import best
from mutua.relationships.tasks import evaluate


def evaluation_key(plan_id: int) -> str:
    return f"evaluation-{plan_id}"


@transaction.atomic
def evaluate_plan(actor: Actor, plan_id: int) -> PlanCycle:
    """Start it; it reports its progress. Raises NotFound, NotAllowed; Refused where nothing waits."""
    plan = plan_for(actor, plan_id)
    require(actor, "relationships.evaluation.edit", plan)
    waiting = unevaluated(actor, plan)
    if not waiting:
        raise Refused(_("Nothing of this plan waits for an evaluation: items are evaluated when they are done or stopped."))

    progress(evaluation_key(plan.pk), _("Evaluating %(plan)s") % {"plan": plan}, total=len(waiting), user_id=actor.user_id)
    evaluate.defer(plan_id=plan.pk)
    return plan


def unevaluated(actor: Actor, plan: PlanCycle) -> list[int]:
    """Numbers of the items that have ended and have no evaluation at all."""
    ended = [item.pk for item in waiting_of(actor, plan)]
    has = set(PostEvaluation.objects.filter(item__in=ended).values_list("item", flat=True))
    return [number for number in ended if number not in has]


def run_evaluation(job: RunningJob, plan_id: int) -> None:
    """The comparisons themselves. Run again it goes on with what has no evaluation yet."""
    actor = flow_actor(EVALUATOR)
    try:
        plan = plan_for(actor, plan_id)
    except NotFound:
        return  # the plan was taken away meanwhile
    waiting = unevaluated(actor, plan)
    report = progress(evaluation_key(plan.pk), _("Evaluating %(plan)s") % {"plan": plan}, total=len(waiting))
    without = 0
    for number in waiting:
        if report.cancelled:
            report.stop(_("Stopped; what was compared is kept."))
            return
        with job.step():
            without += not _compared(actor, number)
        report.advance()
    report.finish(_said(len(waiting) - without, without))


def _compared(actor: Actor, item_id: int) -> bool:
    """Whether the data allowed a comparison."""
    from mutua.relationships.queries.roadmaps import item_for

    try:
        design = best(ground_of(item_for(actor, item_id)).offers)
        if design is None:
            return False
        with transaction.atomic():
            evaluate_item(actor, item_id, version=None, design=design.value)
    except (NotFound, Refused):
        return False  # it was decided or taken back meanwhile
    return True


def _said(done: int, without: int) -> str:
    words = ngettext("%(n)s item compared.", "%(n)s items compared.", done) % {"n": done}
    if not without:
        return words
    return (
        words
        + " "
        + ngettext(
            "Of %(n)s the data do not say enough; its page says what is lacking.",
            "Of %(n)s the data do not say enough; their pages say what is lacking.",
            without,
        )
        % {"n": without}
    )
