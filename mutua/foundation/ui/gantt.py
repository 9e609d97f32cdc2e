"""Bars over the quarters of a year: investments of both sides in each, returns at the end of the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

QUARTERS = 4
MOST_BARS = 100  # drawn; more than that nobody reads, and the sums count them all the same


@dataclass(frozen=True)
class Segment:
    """One quarter. most: what the budget allows us in it, where there is one."""

    us: Decimal
    them: Decimal
    most: Decimal | None = None


@dataclass(frozen=True)
class Bar:
    """One item. first: quarter of the year in which it starts, from 1; segments: one a quarter until the year ends."""

    name: str
    note: str
    url: str
    first: int
    segments: tuple[Segment, ...]
    return_us: Decimal
    return_them: Decimal
    state: str = ""
    blocked: bool = False

    @property
    def span(self) -> int:
        return len(self.segments)


@dataclass(frozen=True)
class Gantt:
    """scale: the money of a full half bar. totals: both sides by quarter."""

    bars: tuple[Bar, ...]
    totals: tuple[Segment, ...]
    quarters: int

    @property
    def drawn(self) -> tuple[Bar, ...]:
        return self.bars[:MOST_BARS]

    @property
    def not_drawn(self) -> int:
        return len(self.bars) - len(self.drawn)

    @property
    def scale(self) -> Decimal:
        return max((side for bar in self.bars for part in bar.segments for side in (part.us, part.them)), default=Decimal(0)) or Decimal(1)

    @property
    def total_scale(self) -> Decimal:
        return max((side for part in self.totals for side in (part.us, part.them)), default=Decimal(0)) or Decimal(1)

    @property
    def bounded(self) -> bool:
        """Whether there is a budget."""
        return any(part.most is not None for part in self.totals)

    @property
    def return_us(self) -> Decimal:
        return sum((bar.return_us for bar in self.bars), Decimal(0))

    @property
    def return_them(self) -> Decimal:
        return sum((bar.return_them for bar in self.bars), Decimal(0))


def segments(first: int, lasts: int, ours: Sequence[Any], theirs: Sequence[Any], quarters: int = QUARTERS) -> tuple[Segment, ...]:
    """What both sides invest in each quarter in which the item runs, as far as the year goes. first: from 1."""
    shown = max(1, min(lasts, quarters - first + 1))
    return tuple(Segment(_at(ours, index), _at(theirs, index)) for index in range(shown))


def gantt(bars: Sequence[Bar], quarters: int = QUARTERS, budget: Sequence[Decimal] = ()) -> Gantt:
    """budget: ours, one amount a quarter; empty where none was set."""
    totals = [
        Segment(
            sum((_part(bar, quarter).us for bar in bars), Decimal(0)),
            sum((_part(bar, quarter).them for bar in bars), Decimal(0)),
            budget[quarter - 1] if budget else None,
        )
        for quarter in range(1, quarters + 1)
    ]
    return Gantt(tuple(bars), tuple(totals), quarters)


def _part(bar: Bar, quarter: int) -> Segment:
    offset = quarter - bar.first
    return bar.segments[offset] if 0 <= offset < len(bar.segments) else Segment(Decimal(0), Decimal(0))


def _at(amounts: Sequence[Any], index: int) -> Decimal:
    return Decimal(amounts[index]) if index < len(amounts) else Decimal(0)
