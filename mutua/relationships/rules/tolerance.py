"""How a measure stands against its target and its tolerance, and how rarely its watch may ring for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

LEAST_RUN_LENGTH = 20_000
FALSE_ALARMS_PER_OWNER_AND_YEAR = Fraction(1, 4)


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


def run_length(trials_per_year: Iterable[int]) -> int:
    """Trials between two false alarms, at exactly the tolerance, for each of the measures that one owner watches.

    trials_per_year: of all measures of that owner. With this length each, they ring for nothing at most a quarter of a time a
    year together: n₁/L + n₂/L + … ≤ ¼.
    """
    return max(LEAST_RUN_LENGTH, int(Fraction(sum(trials_per_year)) / FALSE_ALARMS_PER_OWNER_AND_YEAR))
