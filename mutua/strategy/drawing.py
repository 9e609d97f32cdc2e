"""Where things stand in the chart of a review: days and values in, positions out. No colour, no words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mutua.foundation.ui.drawing import Scale, band, path, ticks

WIDTH, HEIGHT = 1080, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 84, 14, 28
MOST_POINTS = 480  # two for each dot of the plot's width: more would not be seen


class Known(Protocol):
    """What was known at the end of a day; lower, upper: None where there is no bound."""

    day: date
    estimate: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Mark:
    """A place on an axis and the value or day that stands there."""

    at: float
    value: float
    day: date | None = None


@dataclass(frozen=True)
class Course:
    """The course of an objective: estimate, always-valid band, plan and break-even over time, in the units of the view box."""

    line: str
    band: str
    plan: float
    break_even: float
    values: tuple[Mark, ...]
    days: tuple[Mark, ...]
    turns: tuple[Mark, ...]
    now: Mark | None
    end: Mark
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def course(known: Sequence[Known], *, plan: float, break_even: float, turned_on: Iterable[date] = (), now: date | None = None) -> Course:
    """known: oldest first, at least one. now: the day that is looked at, when it is not the last."""
    shown = thinned(known)
    low, high = _range(shown, plan, break_even)
    up = Scale(low, high, HEIGHT - BOTTOM, TOP)
    across = Scale(shown[0].day.toordinal(), max(shown[-1].day.toordinal(), shown[0].day.toordinal() + 1), LEFT, WIDTH - RIGHT)

    def point(one: Known, value: float | None, otherwise: float) -> tuple[float, float]:
        return across(one.day.toordinal()), up(min(high, max(low, otherwise if value is None else value)))

    return Course(
        line=path(point(one, one.estimate, one.estimate) for one in shown),
        band=band([point(one, one.lower, low) for one in shown], [point(one, one.upper, high) for one in shown]),
        plan=up(plan),
        break_even=up(break_even),
        values=tuple(Mark(up(value), value) for value in ticks(low, high, 5)),
        days=tuple(_days(shown[0].day, shown[-1].day, across)),
        turns=tuple(Mark(across(day.toordinal()), 0.0, day) for day in turned_on),
        now=None if now is None else Mark(across(min(max(now, shown[0].day), shown[-1].day).toordinal()), 0.0, now),
        end=Mark(across(shown[-1].day.toordinal()), up(min(high, max(low, shown[-1].estimate)))),
    )


def thinned(known: Sequence[Known]) -> list[Known]:
    """At most `MOST_POINTS` of them, evenly, with the first and the last."""
    if len(known) <= MOST_POINTS:
        return list(known)
    step = (len(known) - 1) / (MOST_POINTS - 1)
    return [known[round(index * step)] for index in range(MOST_POINTS)]


def _range(known: Sequence[Known], plan: float, break_even: float) -> tuple[float, float]:
    # The first tenth may have a band as wide as the world; it is cut at the edge, so that the rest can be read.
    settled = known[len(known) // 10 :]
    bounds = [bound for one in settled for bound in (one.lower, one.upper) if bound is not None and math.isfinite(bound)]
    values = [plan, break_even, *(one.estimate for one in settled), *bounds]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1.0) * 0.06
    return low - room, high + room


def _days(first: date, last: date, across: Scale) -> list[Mark]:
    years = last.year - first.year
    if years >= 2:
        wanted = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1, max(1, years // 8))]
    else:
        months = [(first.year + (first.month + n) // 12, (first.month + n) % 12 + 1) for n in range((last - first).days // 28 + 1)]
        wanted = [date(year, month, 1) for year, month in months][:: max(1, len(months) // 6)]
    return [Mark(across(day.toordinal()), 0.0, day) for day in wanted if first <= day <= last]
