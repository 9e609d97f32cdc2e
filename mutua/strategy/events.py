"""What happens to segments and strategies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mutua.foundation.events import Event


@dataclass(frozen=True)
class SegmentRecomputed(Event):
    """Parties joined or left a segment."""

    name: ClassVar[str] = "strategy.segment.recomputed"
    segment_id: int
    joined: int
    left: int


@dataclass(frozen=True)
class VersionMoved(Event):
    """A strategy version changed its state."""

    name: ClassVar[str] = "strategy.version.moved"
    strategy_id: int
    version_id: int
    was: str
    now: str


@dataclass(frozen=True)
class StrategyAbandoned(Event):
    """A version was given up: what stands on it needs its owner's decision."""

    name: ClassVar[str] = "strategy.version.abandoned"
    strategy_id: int
    version_id: int
    strategy_name: str
    reason: str


@dataclass(frozen=True)
class VerdictChanged(Event):
    """The evidence of an objective came to another verdict."""

    name: ClassVar[str] = "strategy.objective.verdict_changed"
    strategy_id: int
    version_id: int
    objective_id: int
    was: str
    now: str
