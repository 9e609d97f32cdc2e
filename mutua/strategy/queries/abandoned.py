"""What stands on a strategy that was abandoned: a question and not a copy, so that it is true at the commit that abandons it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from mutua.foundation.access import Actor
from mutua.strategy.models import GenericStrategy, StrategyVersion
from mutua.strategy.queries.customer_strategies import standing_on_abandoned
from mutua.strategy.queries.sight import Below, below
from mutua.strategy.queries.strategies import versions_seen

State = StrategyVersion.State


def abandoned_among(actor: Actor, strategy_ids: Iterable[int | None]) -> dict[int, StrategyVersion]:
    """The version that was abandoned last, of each of these strategies that has none in force and none approved after it. One query, or none."""
    wanted = {number for number in strategy_ids if number is not None}
    if not wanted:
        return {}
    rows = versions_seen(actor).filter(strategy__in=wanted, state__in=(State.ABANDONED, State.ACTIVE, State.APPROVED))
    last: dict[int, StrategyVersion] = {}
    for version in sorted(rows, key=_standing):
        last[version.strategy_id] = version
    return {number: version for number, version in last.items() if version.state == State.ABANDONED}


def _standing(version: StrategyVersion) -> tuple[bool, date, int]:
    """What is in force comes after all; the others by the day on which they were abandoned or approved."""
    decided = version.ended_on or (timezone.localdate(version.approved_at) if version.approved_at else date.min)
    return version.state == State.ACTIVE, decided, version.number


@dataclass(frozen=True)
class Left:
    """What a strategy left behind: active customer strategies that name its version, and rows that name it, by kind."""

    version: StrategyVersion
    customer_strategies: int
    below: list[Below]


def left_by(actor: Actor, strategy: GenericStrategy) -> Left | None:
    """None while the strategy stands. Of what the actor sees."""
    version = abandoned_among(actor, [strategy.pk]).get(strategy.pk)
    if version is None:
        return None
    standing = standing_on_abandoned(actor).filter(versions=version).count()
    return Left(version, standing, [one for one in below(actor, strategy) if one.count and one.work.open is not None])
