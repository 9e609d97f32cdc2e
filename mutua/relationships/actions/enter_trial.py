"""Entering what a trial said that somebody evaluated elsewhere: its figure, its standard error and where it is from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.evaluate_item import blank_of, evaluable, keep, planned_of
from mutua.relationships.models import ORDER_VALUE, PlanCycle, PostEvaluation
from mutua.relationships.queries.evaluating import actual_costs
from mutua.relationships.queries.evaluations import money
from mutua.relationships.queries.panels import planned_starts
from mutua.relationships.rules.evaluation import Design

NORMAL_95 = Decimal("1.959963984540054")


@transaction.atomic
def enter_trial(
    actor: Actor,
    item_id: int,
    *,
    version: int | None,
    effect: Decimal,
    standard_error: Decimal,
    source_note: str,
    actual_cost: Decimal | None = None,
    began_on: date | None = None,
    until: date | None = None,
) -> PostEvaluation:
    """effect: what the item returned in all, in its currency. Raises NotFound, NotAllowed, StaleVersion; Refused without an error or a source."""
    item = evaluable(actor, item_id, version)
    require(actor, "relationships.evaluation.edit", item)
    if standard_error <= 0:
        raise Refused(
            _("Without a standard error above 0 nobody can tell the figure from chance. Nothing was changed."), field="standard_error"
        )
    if not source_note.strip():
        raise Refused(_("Say where the figure is from: who ran the trial, on whom, when. Nothing was changed."), field="source_note")
    if actual_cost is not None and actual_cost < 0:
        raise Refused(_("What it cost cannot be negative. Nothing was changed."), field="actual_cost")

    planned = planned_starts(actor, [item.pk]).get(item.pk)
    plan = PlanCycle.objects.filter(pk=planned[0]).first() if planned else None
    last = until or days.today()
    first = began_on or (planned[1] if planned else last)
    if first > last:
        raise Refused(_("It would begin after the last day that is looked at. Nothing was changed."), field="began_on")
    evaluation = blank_of(item)
    evaluation.plan, evaluation.year = plan, plan.year if plan else first.year
    evaluation.planned_cost, evaluation.planned_return = planned_of(item, plan.pk if plan else None, plan.snapshot if plan else None)
    evaluation.outcome, evaluation.design, evaluation.currency = ORDER_VALUE, Design.TRIAL.value, item.currency
    evaluation.began_on, evaluation.until, evaluation.margin_share = first, last, Decimal(1)
    evaluation.actual_cost = actual_costs(actor, [item.pk]).get(item.pk, item.cost) if actual_cost is None else actual_cost
    evaluation.effect, evaluation.standard_error, evaluation.shared_error, evaluation.degrees = effect, standard_error, Decimal(0), None
    evaluation.lower, evaluation.upper = money(effect - NORMAL_95 * standard_error), money(effect + NORMAL_95 * standard_error)
    evaluation.found, evaluation.source_note = {}, source_note.strip()
    evaluation.shrunk_effect = evaluation.shrunk_error = evaluation.chance_paid = None
    keep(evaluation)
    return evaluation
