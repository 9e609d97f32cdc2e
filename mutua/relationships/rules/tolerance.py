"""How a measure stands against its target and its tolerance, and how rarely its watch may ring for nothing.

The company says how many false alarms an owner may get a year: half of them for falls (`run_length`), half for what is bad from the
start (`start_alpha`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from mutua.methods.sequential import RateMonitor, ShiftMonitor
from mutua.relationships.rules.measures import Better

LEAST_RUN_LENGTH = 20_000
MOST_START_ALPHA = 0.05
FALSE_ALARMS_PER_OWNER_AND_YEAR = Decimal(1)  # unless the company sets another number


class Standing(StrEnum):
    OK = "ok"
    WATCH = "watch"
    BREACH = "breach"
    NONE = "none"


def standing(value: Fraction | None, target: Decimal, tolerance: Decimal, better: Better = Better.HIGHER) -> Standing:
    """ok at the target or on its good side, watch as far as the tolerance, breach beyond it; none without a figure."""
    if value is None:
        return Standing.NONE
    sign = 1 if better is Better.HIGHER else -1
    if sign * value >= sign * Fraction(target):
        return Standing.OK
    return Standing.WATCH if sign * value >= sign * Fraction(tolerance) else Standing.BREACH


def run_length(trials_per_year: int, false_alarms: Decimal = FALSE_ALARMS_PER_OWNER_AND_YEAR) -> int:
    """Trials between two false alarms, at exactly the tolerance, for each of the measures that one owner watches.

    trials_per_year: of all of them together; false_alarms: allowed an owner and year. With this length each, they ring for nothing at most
    half as often together, even were every one of them just at its tolerance: n₁/L + n₂/L + … ≤ ½ · false_alarms.
    """
    return max(LEAST_RUN_LENGTH, math.ceil(2 * trials_per_year / false_alarms))


def start_alpha(place: int, false_alarms: Decimal = FALSE_ALARMS_PER_OWNER_AND_YEAR) -> float:
    """Probability that the place-th watch that an owner starts (from 1) ever rings for nothing as one that was bad from the start.

    Five times 0.05, then 1.5 / (6·7) + 1.5 / (7·8) + … = ¼: at most ½ for as many watches as there will ever be, and less in
    proportion where fewer false alarms are allowed than one.
    """
    return min(MOST_START_ALPHA, float(false_alarms) * min(MOST_START_ALPHA, 1.5 / (place * (place + 1))))


def bad_for(recent: Sequence[bool], at_least: Decimal) -> int:
    """How many of the latest outcomes tell best of what rang. recent: the newest first, the newest one a failure.

    All of them where they are below `at_least` together and did not plainly become worse on the way; otherwise those since the moment at
    which one rate before and a lower one after make them most likely. Plainly: twice the logarithm grows by more than log n for each of the
    two numbers that a moment adds (Schwarz's criterion). Whatever is answered, the share of successes in it is below `at_least`.
    """
    counted, successes = len(recent), sum(recent)
    best, likeliest, behind = counted, -math.inf, 0
    for taken, success in enumerate(recent, start=1):
        behind += success
        before = successes - behind
        if Fraction(behind, taken) >= Fraction(at_least) or behind * (counted - taken) > before * taken:
            continue
        likely = _likelihood(behind, taken) + _likelihood(before, counted - taken)
        if likely >= likeliest:
            best, likeliest = taken, likely
    as_one = _likelihood(successes, counted)
    if Fraction(successes, counted) < Fraction(at_least) and likeliest - as_one < math.log(counted):
        return counted
    return best


def _likelihood(successes: int, of: int) -> float:
    """The logarithm of the likelihood of so many successes, at the rate that makes them likeliest."""
    return sum(part * math.log(part / of) for part in (successes, of - successes) if part)


class ToleranceMonitor:
    """Two questions about one measure: has its rate fallen lately, and was it too low since the watch began?

    The second rings sooner where watching starts with the fall. Whoever has heard of it knows: rearmed, only the first goes on.
    """

    def __init__(self, shift: ShiftMonitor, start: RateMonitor | None) -> None:
        self.shift, self.start = shift, start

    @classmethod
    def fresh(cls, *, at_least: Decimal, run_length: int, start_alpha: float) -> Self:
        return cls(ShiftMonitor(at_least=at_least, run_length=run_length), RateMonitor(at_least=at_least, alpha=start_alpha))

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """The monitor that wrote this state; KeyError or ValueError when it is no such state."""
        start = state["start"]
        return cls(ShiftMonitor.from_state(state["shift"]), None if start is None else RateMonitor.from_state(start))

    def state(self) -> dict[str, Any]:
        """Everything to go on from, as JSON values."""
        return {"shift": self.shift.state(), "start": None if self.start is None else self.start.state()}

    def update(self, success: bool, upto: int) -> None:
        """Take in one outcome; upto: its place, one that is not newer changes nothing."""
        self.shift.update([int(success)], [1], upto=upto)
        if self.start is not None:
            self.start.update([int(success)], [1], upto=upto)

    @property
    def alarmed(self) -> bool:
        return self.shift.alarmed or (self.start is not None and self.start.alarmed)

    @property
    def n(self) -> int:
        """Outcomes since it was last armed."""
        return self.shift.n

    def lengthen(self, run_length: int) -> None:
        """The owner watches more than before: false alarms of this watch become rarer. Never shorter: what was promised stands."""
        self.shift.run_length = max(self.shift.run_length, float(run_length))

    def rearm(self) -> None:
        self.shift.rearm()
        self.start = None
