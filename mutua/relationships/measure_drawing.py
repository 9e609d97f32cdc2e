"""Where things stand in the course of a measure: months and figures in, positions out. No colour, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mutua.foundation.ui.drawing import Scale, path, ticks
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.queries.measure_page import Point

WIDTH, HEIGHT = 760, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 76, 14, 28


@dataclass(frozen=True)
class MeasureCourse:
    """The figures over time, target and tolerance, in the units of the view box. band: from the tolerance to the target."""

    line: str
    dots: tuple[tuple[float, float], ...]
    target: float
    tolerance: float
    band_top: float
    band_height: float
    values: tuple[tuple[float, float], ...]
    months: tuple[tuple[float, Point], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def measure_course(measure: PerformanceMeasure, points: Sequence[Point]) -> MeasureCourse | None:
    """None before the first figure."""
    known = [float(point.figure.value) for point in points if point.figure.value is not None]
    if not known:
        return None
    target, tolerance = float(measure.target), float(measure.tolerance)
    low, high = min(*known, target, tolerance), max(*known, target, tolerance)
    room = (high - low or abs(high) or 1.0) * 0.08
    low, high = max(0.0, low - room), min(1.0, high + room) if measure.is_share and measure.higher_is_better else high + room
    up, across = Scale(low, high, HEIGHT - BOTTOM, TOP), Scale(0, max(1, len(points) - 1), LEFT + 6, WIDTH - RIGHT - 6)
    places = [None if point.figure.value is None else (across(index), up(float(point.figure.value))) for index, point in enumerate(points)]
    step = max(1, -(-len(points) // 8))
    return MeasureCourse(
        line=path(places),
        dots=tuple(place for place in places if place is not None),
        target=up(target),
        tolerance=up(tolerance),
        band_top=min(up(target), up(tolerance)),
        band_height=abs(up(target) - up(tolerance)),
        values=tuple((up(value), value) for value in ticks(low, high, 4)),
        months=tuple((across(index), point) for index, point in enumerate(points) if (len(points) - 1 - index) % step == 0),
    )
