"""How much two trading partners mean to each other, and where each stands in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

THINNEST, THICKEST = 1.5, 9.0


def dependence(between: Decimal | None, in_all: Decimal | None) -> Decimal | None:
    """The part of all known trade of one side that it has with the other, 0 to 1. Both in one currency; None while either is unknown or nothing."""
    if between is None or not in_all:
        return None
    return min(Decimal(1), between / in_all)


def height(row: int, rows: int) -> float:
    """How far down a row stands among so many of equal height, in percent."""
    return round((row + 0.5) / max(rows, 1) * 100, 2)


def curve(row: int, rows: int, *, leftwards: bool) -> str:
    """The `d` of a line from a row of a list to the middle, in a square of 100. leftwards: the list stands at the left."""
    y = height(row, rows)
    return f"M0 {y:g}C50 {y:g} 50 50 100 50" if leftwards else f"M100 {y:g}C50 {y:g} 50 50 0 50"


def widths(values: Sequence[Decimal | None]) -> list[float]:
    """How thick each line is: in proportion to its value, the largest thickest; the thinnest where no value is known."""
    most = max((value for value in values if value is not None), default=None)
    if not most:
        return [THINNEST] * len(values)
    return [THINNEST if value is None else round(max(THINNEST, float(value / most) * THICKEST), 2) for value in values]
