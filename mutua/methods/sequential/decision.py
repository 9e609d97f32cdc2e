"""What an interval says about a plan: continue, amend, abandon, or keep collecting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, SupportsFloat

from mutua.methods.sequential import inputs
from mutua.methods.sequential.mean import Interval

Decision = Literal["continue", "amend", "abandon", "keep collecting"]

MOST = 100  # "a hundred times what we have" is as far as a forecast of patience is worth printing


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision and, with "keep collecting", about how many more observations will decide.

    `more` is None with every other decision, and when the interval does not tell (it is infinite and does not know until when).
    """

    decision: Decision
    more: int | None = None


def verdict(
    interval: Interval,
    *,
    plan: SupportsFloat,
    tolerance: SupportsFloat,
    break_even: SupportsFloat,
    better: Literal["higher", "lower"] = "higher",
) -> Verdict:
    """What to do with a strategy whose mean lies in this interval; all four in the same unit.

    abandon: even the upper end is below `break_even`. amend: not that, and the upper end is below `plan` − `tolerance`.
    continue: the lower end reaches `plan` − `tolerance`. Otherwise keep collecting. With `better="lower"` all is mirrored.
    Raises ValueError when break-even is better than plan − tolerance, tolerance is negative, or a number is not finite.
    """
    if better not in ("higher", "lower"):
        raise ValueError(f'better is {better!r}, but must be "higher" or "lower".')
    sign = 1.0 if better == "higher" else -1.0
    slack = inputs.number("tolerance", tolerance)
    if slack < 0.0:
        raise ValueError(f"tolerance is {slack}, but must not be negative.")
    floor, ruin = sign * inputs.number("plan", plan) - slack, sign * inputs.number("break_even", break_even)
    if math.isclose(ruin, floor, rel_tol=1e-12):
        floor = ruin  # .3 − .1 is a little less than .2 in floats
    if ruin > floor:
        raise ValueError(
            f"Break-even {sign * ruin:g} is better than plan and tolerance allow ({sign * floor:g}); a plan must aim beyond break-even."
        )
    worst, best = (interval.lower, interval.upper) if better == "higher" else (-interval.upper, -interval.lower)
    if best < ruin:
        return Verdict("abandon")
    if best < floor:
        return Verdict("amend")
    if worst >= floor:
        return Verdict("continue")
    return Verdict("keep collecting", _more(worst, sign * interval.estimate, best, floor, interval))


def _more(worst: float, estimate: float, best: float, floor: float, interval: Interval) -> int | None:
    """About how many observations until the end that faces `floor` passes it, if the estimate stays where it is.

    The width shrinks with the square root of n. At most `MOST` times the observations there are.
    """
    end = worst if estimate >= floor else best
    if math.isinf(end) or math.isnan(estimate):
        return interval.wait or None
    gap, half = abs(estimate - floor), abs(end - estimate)
    times = (half / gap) ** 2 if gap * math.sqrt(MOST + 1) > half else MOST + 1
    return max(1, interval.wait, math.ceil(interval.n * (times - 1)))
