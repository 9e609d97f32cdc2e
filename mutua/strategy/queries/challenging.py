"""What is held against a version, and what must be true for it."""

from __future__ import annotations

from mutua.foundation.access import Actor, find, visible_to
from mutua.strategy.models import Assumption, Objection, StrategyVersion


def objections_of(actor: Actor, version: StrategyVersion) -> list[Objection]:
    """Those without an answer first, then in the order in which they were raised."""
    rows = visible_to(actor, Objection.objects.filter(version_of=version)).order_by("pk")
    return sorted(rows, key=lambda one: bool(one.answer))


def objection_for(actor: Actor, objection_id: int) -> Objection:
    """Raises NotFound."""
    return find(visible_to(actor, Objection.objects.filter(version_of__strategy__deleted_at=None)), pk=objection_id)


def assumptions_of(actor: Actor, version: StrategyVersion) -> list[Assumption]:
    """In the order in which they were stated."""
    return list(visible_to(actor, Assumption.objects.filter(version_of=version)).order_by("pk"))
