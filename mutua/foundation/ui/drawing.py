"""Geometry for the pictures that the server draws: values in, SVG numbers out. No colour, no words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = float | int


@dataclass(frozen=True)
class Scale:
    """A straight line from values to positions: Scale(0, 10, 40, 640)(5) is 340. Equal ends put everything in the middle."""

    low: float
    high: float
    start: float = 0.0
    end: float = 100.0

    def __call__(self, value: Number) -> float:
        if self.high == self.low:
            return round((self.start + self.end) / 2, 2)
        return round(self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start), 2)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers (1, 2, 2.5, 5 × 10ⁿ) inside [low, high], about `about` of them."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low] if math.isfinite(low) else []
    rough = (high - low) / max(1, about)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.85)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def path(points: Iterable[tuple[Number, Number] | None], *, close: bool = False) -> str:
    """The `d` of a line through the points; None is a gap."""
    parts: list[str] = []
    pen = "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{_short(point[0])} {_short(point[1])}")
        pen = "L"
    return "".join(parts) + ("Z" if close and parts else "")


def band(lower: Sequence[tuple[Number, Number]], upper: Sequence[tuple[Number, Number]]) -> str:
    """The `d` of the area between two lines over the same places."""
    return path([*upper, *reversed(lower)], close=True)


def steps(points: Sequence[tuple[Number, Number]]) -> str:
    """The `d` of a line that keeps its height until the next point."""
    walked: list[tuple[Number, Number]] = []
    for x, y in points:
        if walked:
            walked.append((x, walked[-1][1]))
        walked.append((x, y))
    return path(walked)


def percent(value: Number | Decimal, scale: Number | Decimal, *, of: float = 100.0) -> float:
    """`value` as percent of `scale`, kept within 0 and `of`: a bar never leaves its track."""
    if not scale or not math.isfinite(float(scale)):
        return 0.0
    return round(min(of, max(0.0, float(value) / float(scale) * of)), 1)


def spark_points(
    values: Sequence[Number | None], low: float, high: float, width: float = 88, height: float = 24, inset: float = 2
) -> list[tuple[float, float] | None]:
    """Where a small trend line goes, oldest value left; a missing value is a gap."""
    across = Scale(0, max(1, len(values) - 1), 0, width)
    up = Scale(low, high, height - inset, inset)
    return [None if value is None else (across(index), min(height, max(0.0, up(value)))) for index, value in enumerate(values)]


def _short(value: Number) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
