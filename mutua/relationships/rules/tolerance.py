"""How a measure stands against its target and its tolerance, and how rarely its watch may ring for nothing."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

LEAST_RUN_LENGTH = 20_000
FALSE_ALARMS_PER_OWNER_AND_YEAR = 1


class Standing(StrEnum):
    OK = "ok"
    WATCH = "watch"
    BREACH = "breach"
    NONE = "none"


def standing(share: Fraction | None, target: Decimal, tolerance: Decimal) -> Standing:
    """ok from the target up, watch from the tolerance up, breach below it; none without a figure."""
    if share is None:
        return Standing.NONE
    if share >= Fraction(target):
        return Standing.OK
    return Standing.WATCH if share >= Fraction(tolerance) else Standing.BREACH


def run_length(trials_per_year: int) -> int:
    """Trials between two false alarms, at exactly the tolerance, for each of the measures that one owner watches.

    trials_per_year: of all of them together. With this length each, they ring for nothing at most once a year together, even were
    every one of them just at its tolerance: n₁/L + n₂/L + … ≤ 1.
    """
    return max(LEAST_RUN_LENGTH, trials_per_year // FALSE_ALARMS_PER_OWNER_AND_YEAR)
