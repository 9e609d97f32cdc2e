"""Segments, strategies and the objectives of drafts have a bin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.bin import binned
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import SegmentChanged, StrategyChanged
from mutua.strategy.models import GenericStrategy, Objective, Segment
from mutua.strategy.tasks import recompute


def _of_segment(act: str) -> Callable[[Actor, Any], Any]:
    def tell(actor: Actor, segment: Segment) -> None:
        recompute.defer(segment_id=segment.pk)
        announce(SegmentChanged(segment_id=segment.pk, act=act), actor=actor)

    return tell


def _of_strategy(act: str) -> Callable[[Actor, Any], Any]:
    return lambda actor, strategy: announce(StrategyChanged(strategy_id=strategy.pk, act=act), actor=actor)


def _objective_removed(actor: Actor, objective: Objective) -> None:
    announce(StrategyChanged(strategy_id=objective.version_of.strategy_id, act="measured"), actor=actor)


def _objective_back(actor: Actor, objective: Objective) -> None:
    open_version(actor, objective.version_of_id)
    _objective_removed(actor, objective)


binned(
    "objective",
    Objective,
    title=_("Objectives"),
    permission="strategy.strategy.edit",
    deleted=_objective_removed,
    restored=_objective_back,
    whole=False,
    on=("version_of",),
)
binned(
    "segment",
    Segment,
    title=_("Segments"),
    permission="strategy.segment.edit",
    deleted=_of_segment("deleted"),
    restored=_of_segment("restored"),
)
binned(
    "strategy",
    GenericStrategy,
    title=_("Strategies"),
    permission="strategy.strategy.edit",
    deleted=_of_strategy("deleted"),
    restored=_of_strategy("restored"),
)
