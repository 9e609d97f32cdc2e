"""What a measure is, and whether a definition that somebody types can be one. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    SHARE = "share"
    DAYS = "days"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"

    def reaches(self, value: Decimal, level: Decimal) -> bool:
        """Whether a value is at this level or on its good side."""
        return value >= level if self is Better.HIGHER else value <= level


@dataclass(frozen=True)
class Definition:
    """What is to be checked. target, tolerance, break_even, least_share: shares between 0 and 1, or days; None: not said."""

    unit: Unit
    better: Better
    target: Decimal
    tolerance: Decimal
    break_even: Decimal | None = None
    least_share: Decimal = Decimal("0.9")
    window_days: int = 0


class Wrong(StrEnum):
    """What is wrong with a definition, each about one field."""

    TOLERANCE_RANGE = "tolerance-range"
    TARGET_RANGE = "target-range"
    TOLERANCE_ABOVE_TARGET = "tolerance-above-target"
    TOLERANCE_BELOW_TARGET = "tolerance-below-target"
    BREAK_EVEN = "break-even"
    LEAST_SHARE = "least-share"
    WINDOW = "window"


FIELDS: Mapping[Wrong, str] = {
    Wrong.TOLERANCE_RANGE: "tolerance",
    Wrong.TARGET_RANGE: "target",
    Wrong.TOLERANCE_ABOVE_TARGET: "tolerance",
    Wrong.TOLERANCE_BELOW_TARGET: "tolerance",
    Wrong.BREAK_EVEN: "break_even",
    Wrong.LEAST_SHARE: "least_share",
    Wrong.WINDOW: "window_days",
}


def wrongs(one: Definition) -> list[Wrong]:
    """Everything that is wrong, in the order of the form; empty where the definition can stand."""
    found = []
    of_all = one.unit is Unit.SHARE and one.better is Better.HIGHER
    if one.target < 0 or (of_all and not 0 < one.target <= 1):
        found.append(Wrong.TARGET_RANGE)
    if one.tolerance <= 0 or (of_all and one.tolerance >= 1):
        found.append(Wrong.TOLERANCE_RANGE)
    elif not one.better.reaches(one.target, one.tolerance):
        found.append(Wrong.TOLERANCE_ABOVE_TARGET if one.better is Better.HIGHER else Wrong.TOLERANCE_BELOW_TARGET)
    if one.break_even is not None and (one.break_even < 0 or not one.better.reaches(one.tolerance, one.break_even)):
        found.append(Wrong.BREAK_EVEN)
    if not 0 < one.least_share < 1:
        found.append(Wrong.LEAST_SHARE)
    if one.unit is Unit.DAYS and one.window_days < one.tolerance:
        found.append(Wrong.WINDOW)
    return found


def figure_is_possible(numerator: Decimal, denominator: Decimal, *, unit: Unit, better: Better) -> bool:
    """Whether so much of so much can be a figure: a proportion of good ones is never more than all of them."""
    return denominator > 0 and numerator >= 0 and (not is_proportion(unit, better) or numerator <= denominator)


def is_proportion(unit: Unit, better: Better) -> bool:
    """Good ones of all: days are no proportion, and an error may be larger than what it is about."""
    return unit is Unit.SHARE and better is Better.HIGHER
