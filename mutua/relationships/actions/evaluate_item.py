"""Evaluating a roadmap item: what it brought, against what would have happened without it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.ui import formats
from mutua.relationships.designs import NAMES, not_a_return, why_not
from mutua.relationships.models import ORDER_VALUE, PerformanceMeasure, PostEvaluation, RoadmapItem
from mutua.relationships.queries.evaluating import Comparison, Ground, actual_costs, compare, ground_of
from mutua.relationships.queries.evaluations import WAITS, came, money, of_same_year, pulled
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.evaluation import Design, chance_of_at_least

MOST = Decimal(10) ** 15
TO_CENT = Decimal("0.01")


@transaction.atomic
def evaluate_item(
    actor: Actor,
    item_id: int,
    *,
    version: int | None,
    design: str,
    outcome: str = ORDER_VALUE,
    margin_share: Decimal | None = None,
    actual_cost: Decimal | None = None,
    began_on: date | None = None,
) -> PostEvaluation:
    """Compare by this design and keep the answer; again until it is decided. version: of the item.

    began_on: where no engagement and no plan knows it. margin_share: of the order value, what is return; None: as at its touchpoint. actual_cost None: what was noted as spent, else as planned.
    Raises NotFound, NotAllowed, StaleVersion; Refused before it ended, for before and after, and for what the data do not allow.
    """
    item = evaluable(actor, item_id, version)
    if outcome != ORDER_VALUE and not PerformanceMeasure.objects.filter(
        account_touchpoint__account=item.account_id, account_touchpoint__touchpoint=item.activity.touchpoint_id, key=outcome
    ):
        raise Refused(_("There is no such measure at this touchpoint. Nothing was computed."), field="outcome")
    ground = ground_of(item, outcome=outcome, began_on=began_on)
    if began_on is not None and ground.began_on != began_on:
        # Another day gives another figure: it is not chosen, where it is known.
        words = {"day": formats.day(ground.began_on)}
        raise Refused(_("It is known to have begun on %(day)s, and that day counts. Nothing was computed.") % words, field="began_on")
    chosen = _allowed(ground, design)

    found = compare(ground, chosen)
    evaluation = _filled(item, ground, chosen, found, margin_share)
    evaluation.actual_cost = _cost(actor, item, actual_cost)
    keep(evaluation)
    return evaluation


def evaluable(actor: Actor, item_id: int, version: int | None) -> RoadmapItem:
    """The item, locked, where it may be evaluated and is not decided on. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.evaluation.edit", item)
    if item.state not in WAITS:
        words = {"state": item.get_state_display()}
        raise Refused(_("This item is “%(state)s”: it is evaluated when it is done or stopped. Nothing was changed.") % words)
    return item


def blank_of(item: RoadmapItem) -> PostEvaluation:
    """The evaluation that the item has, to be filled anew, or a new one."""
    return PostEvaluation.objects.filter(item=item).first() or PostEvaluation(item=item)


def keep(evaluation: PostEvaluation) -> None:
    """Store it, and pull the undecided ones of its year towards each other anew."""
    store(evaluation)
    rows = list(of_same_year(evaluation))
    for row, towards in zip(rows, pulled(came(row) for row in rows), strict=True):
        if row.is_decided:
            continue
        paid = chance_of_at_least(towards.effect, towards.error, float(row.actual_cost))
        row.shrunk_effect, row.shrunk_error, row.chance_paid = money(towards.effect), money(towards.error), round(Decimal(str(paid)), 4)
        PostEvaluation.objects.filter(pk=row.pk).update(
            shrunk_effect=row.shrunk_effect, shrunk_error=row.shrunk_error, chance_paid=row.chance_paid
        )
    evaluation.refresh_from_db()


def planned_of(item: RoadmapItem, plan_id: int | None, snapshot: dict[str, Any] | None) -> tuple[Decimal, Decimal]:
    """What the approved plan believed it would cost and return; where none began it, what stands at the item."""
    if plan_id is None or snapshot is None:
        return item.cost, item.gain
    believed = snapshot["items"][str(item.pk)]
    return sum(map(Decimal, believed["costs"]), Decimal(0)), sum(map(Decimal, believed["returns"]), Decimal(0))


def _allowed(ground: Ground, design: str) -> Design:
    if design not in {one.value for one in Design}:
        raise Refused(_("There is no comparison “%(design)s”. Nothing was computed.") % {"design": design[:40]})
    chosen = Design(design)
    if chosen is Design.BEFORE_AFTER:
        raise Refused(not_a_return(ground.offers))
    if chosen is Design.TRIAL:
        raise Refused(_("A trial is entered with its figure and its standard error. Nothing was computed."))
    if ground.began_on is None:
        raise Refused(
            _("Nobody has noted since when the activity is practised here. Say when it began. Nothing was computed."), field="began_on"
        )
    offer = next(one for one in ground.offers if one.design is chosen)
    if not offer.is_allowed:
        raise Refused(
            _("The data do not allow “%(design)s”: %(why)s No number would be more than a guess, so none was computed.")
            % {"design": NAMES[chosen], "why": why_not(offer)},
        )
    return chosen


def _filled(item: RoadmapItem, ground: Ground, design: Design, found: Comparison, margin_share: Decimal | None) -> PostEvaluation:
    evaluation = blank_of(item)
    plan = ground.plan_id
    evaluation.plan_id = plan
    evaluation.planned_cost, evaluation.planned_return = planned_of(item, plan, evaluation.plan.snapshot if evaluation.plan else None)
    assert ground.began_on is not None
    evaluation.year = evaluation.plan.year if evaluation.plan else ground.began_on.year
    evaluation.outcome, evaluation.design, evaluation.currency = ground.outcome, design.value, item.currency
    evaluation.began_on, evaluation.until = ground.began_on, ground.until
    evaluation.margin_share = _margin(item, margin_share) if ground.is_money else Decimal(1)
    times = float(evaluation.margin_share)
    evaluation.effect, evaluation.standard_error = money(found.came.effect * times), money(found.came.standard_error * times)
    evaluation.shared_error, evaluation.degrees = money(found.came.shared_error * times), found.came.degrees
    evaluation.lower, evaluation.upper = money(found.lower * times), money(found.upper * times)
    evaluation.found, evaluation.source_note = found.found, ""
    evaluation.shrunk_effect = evaluation.shrunk_error = evaluation.chance_paid = None
    return evaluation


def _margin(item: RoadmapItem, said: Decimal | None) -> Decimal:
    if said is not None:
        if not 0 < said <= 1:
            raise Refused(_("The margin lies above 0 and is at most all of the order value. Nothing was computed."), field="margin_share")
        return said
    at = item.account.touchpoints.filter(touchpoint=item.activity.touchpoint_id).values_list("margin_share", flat=True).first()  # type: ignore[attr-defined]
    return at or Decimal("0.25")


def _cost(actor: Actor, item: RoadmapItem, said: Decimal | None) -> Decimal:
    if said is not None:
        if said < 0:
            raise Refused(_("What it cost cannot be negative. Nothing was computed."), field="actual_cost")
        if said >= MOST:
            raise Refused(_("What it cost is too large an amount. Nothing was computed."), field="actual_cost")
        return said.quantize(TO_CENT)
    return actual_costs(actor, [item.pk]).get(item.pk, item.cost)
