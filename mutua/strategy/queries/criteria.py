"""What strategies ask of a contact."""

from __future__ import annotations

from collections.abc import Collection

from mutua.foundation.access import Actor, find, visible_to
from mutua.strategy.models import Criterion, StrategyVersion


def criteria_in_force(strategy_ids: Collection[int | None]) -> dict[int | None, list[Criterion]]:
    """{strategy: the questions of its version in force, in their order}. One query. It asks nobody's permission: what is asked of contacts is no secret."""
    found: dict[int | None, list[Criterion]] = {}
    in_force = {"version_of__state": StrategyVersion.State.ACTIVE, "version_of__deleted_at": None}
    rows = Criterion.objects.filter(version_of__strategy__in=[one for one in strategy_ids if one], **in_force)
    for criterion in rows.select_related("version_of").order_by("version_of", "position", "pk"):
        found.setdefault(criterion.version_of.strategy_id, []).append(criterion)
    return found


def criteria_of(actor: Actor, version: StrategyVersion) -> list[Criterion]:
    """What a version asks, in its order."""
    return list(visible_to(actor, Criterion.objects.filter(version_of=version)).order_by("position", "pk"))


def criterion_for(actor: Actor, criterion_id: int) -> Criterion:
    """One question with its version. Raises NotFound."""
    return find(
        visible_to(actor, Criterion.objects.filter(version_of__strategy__deleted_at=None).select_related("version_of")), pk=criterion_id
    )
