"""Roadmap items that stand on a strategy which was abandoned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mutua.foundation.access import Actor
from mutua.relationships.models import RoadmapItem
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.abandoned import abandoned_among


@dataclass(frozen=True)
class OnAbandoned:
    """The items that name the strategy of this version, and what they were to invest by currency."""

    version: StrategyVersion
    items: Sequence[RoadmapItem]

    @property
    def planned(self) -> list[tuple[str, Decimal]]:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for item in self.items:
            sums[item.currency] += item.cost
        return sorted(sums.items())


def on_abandoned(actor: Actor, items: Sequence[RoadmapItem]) -> list[OnAbandoned]:
    """Strategy by strategy, by name; items that have ended stand on nothing any more. One query, or none."""
    versions = abandoned_among(actor, {item.strategy_id for item in items})
    found = [OnAbandoned(version, [item for item in items if item.strategy_id == number]) for number, version in versions.items()]
    return sorted(found, key=lambda one: (one.version.strategy.name, one.version.pk))
