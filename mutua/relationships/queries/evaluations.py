"""Evaluations that are kept, what waits for one, and the shrunk effects of a year."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import ORDER_VALUE, PlanCycle, PostEvaluation, RoadmapItem
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.evaluation import Came, Pulled
from mutua.relationships.rules.lifecycles import ItemState

WAITS = (ItemState.DONE.value, ItemState.STOPPED.value)


def evaluations_seen(actor: Actor) -> QuerySet[PostEvaluation]:
    living = PostEvaluation.objects.filter(item__account__deleted_at=None)
    return visible_to(actor, living).select_related("item__account", "item__activity__touchpoint", "item__lever", "plan")


def evaluation_for(actor: Actor, evaluation_id: int) -> PostEvaluation:
    """Raises NotFound."""
    return find(evaluations_seen(actor), pk=evaluation_id)


def evaluation_of(actor: Actor, item: RoadmapItem) -> PostEvaluation | None:
    return evaluations_seen(actor).filter(item=item).first()


def evaluations_of(actor: Actor, plan: PlanCycle) -> list[PostEvaluation]:
    """Of the items that this plan began."""
    return list(evaluations_seen(actor).filter(plan=plan).order_by("item__activity__position", "item__account__sort_key", "pk"))


def items_of(actor: Actor, plan: PlanCycle) -> QuerySet[RoadmapItem]:
    """What the approved plan began; nothing before its approval."""
    begun = [int(key) for key in (plan.snapshot or {}).get("start", {})]
    return items_seen(actor).filter(pk__in=begun)


def waiting_of(actor: Actor, plan: PlanCycle) -> list[RoadmapItem]:
    """Items of the plan that have ended and are not decided on."""
    return list(items_of(actor, plan).filter(state__in=WAITS).order_by("account__sort_key", "pk"))


def of_same_year(evaluation: PostEvaluation) -> QuerySet[PostEvaluation]:
    """Those that are shrunk together: of the same plan (of the same year, where no plan began it), in the same currency, in money."""
    together = Q(plan=evaluation.plan_id) if evaluation.plan_id else Q(plan=None, year=evaluation.year)
    rows: QuerySet[PostEvaluation] = PostEvaluation.objects.filter(together, outcome=ORDER_VALUE, currency=evaluation.currency).order_by(
        "pk"
    )
    return rows


def came(evaluation: PostEvaluation) -> Came:
    return Came(float(evaluation.effect), float(evaluation.standard_error), float(evaluation.shared_error), evaluation.degrees)


def pulled(effects: Iterable[Came]) -> list[Pulled]:
    """Each pulled towards the others, with the probability of being the best; in the same order."""
    from mutua.methods.effects import shrink

    found = list(effects)
    if not found:
        return []
    shrunk = shrink([one.effect for one in found], [one.standard_error for one in found])
    return [Pulled(*one) for one in zip(shrunk.effects, shrunk.standard_errors, shrunk.probability_best, strict=True)]


def money(amount: float | Decimal) -> Decimal:
    """To the sixth decimal, as it is kept."""
    return round(Decimal(str(amount)), 6)
