"""What happens to segments and strategies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say

say(
    "strategy.customer_strategy.written",
    _("{who} wrote the strategy for this customer"),
    needs="strategy.strategy.view",
    icon="target-arrow",
)


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


@dataclass(frozen=True)
class SegmentChanged(Event):
    """A segment was added, changed, deleted or restored: `act` says which."""

    name: ClassVar[str] = "strategy.segment.changed"
    segment_id: int
    act: str


@dataclass(frozen=True)
class StrategyChanged(Event):
    """A strategy or one of its parts was added, changed, deleted or restored: `act` says which."""

    name: ClassVar[str] = "strategy.strategy.changed"
    strategy_id: int
    act: str


@dataclass(frozen=True)
class BoardWeighed(Event):
    """Somebody chose how much each criterion of the board weighs."""

    name: ClassVar[str] = "strategy.board.weighed"
    weights_id: int
    number: int


@dataclass(frozen=True)
class BusinessCaseTold(Event):
    """Somebody said what using Mutua should bring."""

    name: ClassVar[str] = "strategy.business_case.told"
    business_case_id: int
    number: int


@dataclass(frozen=True)
class ReviewDecided(Event):
    """Somebody decided about a version, with the evidence of that day."""

    name: ClassVar[str] = "strategy.review.decided"
    strategy_id: int
    version_id: int
    review_id: int
    decision: str


@dataclass(frozen=True)
class CountedAgain(Event):
    """What counts as an outcome was agreed anew, and an objective was counted from the start."""

    name: ClassVar[str] = "strategy.objective.counted_again"
    objective_id: int
    reason: str


@dataclass(frozen=True)
class CustomerStrategyWritten(Event):
    """The strategy for one customer was written or changed."""

    name: ClassVar[str] = "strategy.customer_strategy.written"
    customer_strategy_id: int
    account_id: int
    state: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={}, about=[("account", self.account_id)])
