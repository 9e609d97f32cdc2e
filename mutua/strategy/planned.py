"""What is planned for a strategy elsewhere: domains above register it here, so that the house draws it without knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mutua.foundation.access import Actor
from mutua.strategy.models import GenericStrategy

Sides = tuple[Decimal, Decimal]  # ours, theirs


@dataclass(frozen=True)
class Line:
    """One line of the roadmap. costs: quarter (`quarter_of`) → both sides; at least one quarter. returns: both sides, in all."""

    title: str
    costs: Mapping[int, Sides]
    returns: Sides
    note: str = ""
    url: str = ""
    state: str = ""


@dataclass(frozen=True)
class Lines:
    """Lines of one kind. count: rows behind them. unread: rows beyond what is read at a time. foreign: rows in another currency."""

    rows: list[Line]
    count: int
    unread: int = 0
    foreign: int = 0


@dataclass(frozen=True)
class Kind:
    """lines: those that the actor sees, with money in the currency of the strategy's offering."""

    key: str
    title: object
    needs: str
    lines: Callable[[Actor, GenericStrategy], Lines]


_kinds: dict[str, Kind] = {}


def plans_for(kind: Kind) -> None:
    """Register a kind of work that is planned for strategies."""
    _kinds[kind.key] = kind


def kinds_planned() -> list[Kind]:
    return list(_kinds.values())


def quarter_of(year: int, quarter: int) -> int:
    """Quarters counted from the year 0, so that they can be compared and added to. quarter: from 1."""
    return year * 4 + quarter - 1
