"""How long deals took: quartiles of what has ended, and what is known when those still open are counted with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

FEWEST = 5  # of fewer deals a quartile is an anecdote


@dataclass(frozen=True)
class Quartiles:
    """Days within which a quarter, a half and three quarters had ended. count: of how many deals."""

    lower: float
    median: float
    upper: float
    count: int


def quartiles(counted: Mapping[int, int]) -> Quartiles | None:
    """counted: days → how many took as long. Between two deals a straight line (PERCENTILE_CONT). None of fewer than FEWEST."""
    count = sum(counted.values())
    if count < FEWEST:
        return None
    lower, median, upper = (_at(counted, share * (count - 1)) for share in (0.25, 0.5, 0.75))
    return Quartiles(lower, median, upper, count)


def _at(counted: Mapping[int, int], place: float) -> float:
    """The value at a place among all in order, the first at 0."""
    below = int(place)
    low, high = _nth(counted, below), _nth(counted, min(below + 1, sum(counted.values()) - 1))
    return low + (high - low) * (place - below)


def _nth(counted: Mapping[int, int], place: int) -> int:
    passed = 0
    for days in sorted(counted):
        passed += counted[days]
        if place < passed:
            return days
    raise ValueError(place)


def until_half_ended(ended: Mapping[int, int], still_open: Mapping[int, int]) -> int | None:
    """After how many days half of the deals have ended, with the open ones counted for as long as they were watched (Kaplan and Meier, 1958).

    ended: days from beginning to end → how many; still_open: days from beginning to today → how many. None: less than half is known to end.
    Leaving the open ones out would tell of the quick ones only, for the slow ones are those that are still open.
    """
    watched = sum(ended.values()) + sum(still_open.values())
    share = Fraction(1)
    for days in sorted(ended.keys() | still_open.keys()):
        if watched and days in ended:
            share *= 1 - Fraction(ended[days], watched)
            if share <= Fraction(1, 2):
                return days
        watched -= ended.get(days, 0) + still_open.get(days, 0)
    return None
