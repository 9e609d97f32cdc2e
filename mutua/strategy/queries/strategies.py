"""Strategies, their versions and the parts of these, for the person who looks."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.strategy.models import ChosenLever, GenericStrategy, Measurement, Objective, StrategyVersion


def strategies_seen(actor: Actor) -> QuerySet[GenericStrategy]:
    return visible_to(actor, GenericStrategy.objects.select_related("segment", "offering", "owner"))


def strategy_for(actor: Actor, strategy_id: int) -> GenericStrategy:
    """One living strategy. Raises NotFound."""
    return find(strategies_seen(actor), pk=strategy_id)


def versions_seen(actor: Actor) -> QuerySet[StrategyVersion]:
    return visible_to(actor, StrategyVersion.objects.filter(strategy__deleted_at=None)).select_related("strategy", "approved_by")


def version_for(actor: Actor, version_id: int) -> StrategyVersion:
    """One version of a living strategy. Raises NotFound."""
    return find(versions_seen(actor), pk=version_id)


def version_shown(actor: Actor, strategy: GenericStrategy, number: int | None = None) -> StrategyVersion:
    """The version of this number; without one, the version in force, else the newest. Raises NotFound. Five queries with its parts."""
    parts = (
        Prefetch("levers", ChosenLever.objects.select_related("lever").order_by("-is_chosen", "-contribution", "lever__name")),
        Prefetch("objectives", Objective.objects.order_by("perspective", "pk")),
        "assumptions",
        "criteria",
    )
    versions = versions_seen(actor).filter(strategy=strategy).prefetch_related(*parts)
    if number is not None:
        return find(versions, number=number)
    in_force = versions.filter(state=StrategyVersion.State.ACTIVE).first()
    return in_force or find(versions, pk=versions.order_by("-number").values("pk")[:1])


def objective_for(actor: Actor, objective_id: int) -> Objective:
    """Raises NotFound."""
    seen = visible_to(actor, Objective.objects.filter(version_of__strategy__deleted_at=None)).select_related(
        "version_of__strategy__segment"
    )
    return find(seen, pk=objective_id)


def objective_in(actor: Actor, version_id: int, objective_id: int) -> Objective:
    """An objective of this version. Raises NotFound."""
    return find(visible_to(actor, Objective.objects.filter(version_of=version_id)), pk=objective_id)


def readings(actor: Actor, objective_ids: list[int]) -> dict[int, Measurement]:
    """The newest measurement of each objective that has one, in one query."""
    rows = Measurement.objects.filter(objective__in=objective_ids).order_by("objective_id", "-day").distinct("objective_id")
    return {row.objective_id: row for row in visible_to(actor, rows)}


def find_strategies(actor: Actor, text: str, limit: int) -> list[GenericStrategy]:
    seen = strategies_seen(actor)
    for word in text.replace("\x00", "").split():
        seen = seen.filter(name__icontains=word)
    return list(seen.order_by("name", "pk")[:limit])
