"""Where the bars of a waterfall stand: amounts in, positions out. No colour, no words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mutua.foundation.ui.drawing import Scale, ticks
from mutua.sales.rules.waterfall import STEPS, Bridge

WIDTH, HEIGHT = 1000, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 24, 34


@dataclass(frozen=True)
class Bar:
    """key: "opening", a step or "closing". ends: where the line to the next bar goes on, in the units of the view box; said: where its figure stands."""

    key: str
    amount: Decimal
    x: float
    y: float
    width: float
    height: float
    ends: float
    said: float
    is_total: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def right(self) -> float:
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Waterfall:
    bars: tuple[Bar, ...]
    values: tuple[tuple[float, float], ...]  # where each figure of the axis stands, and the figure
    begins: float  # the figure at the foot of the axis
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def waterfall(bridge: Bridge) -> Waterfall:
    """Opening, each step from where the one before ended, closing.

    The axis begins at nothing; where all that changed is less than a quarter of what stands, it begins later, so that the steps can be seen.
    """
    heights, at = [(Decimal(0), bridge.opening)], bridge.opening
    for step in STEPS:
        heights.append((at, at + bridge.steps[step]))
        at += bridge.steps[step]
    heights.append((Decimal(0), bridge.closing))
    top = float(max(max(pair) for pair in heights)) or 1.0
    lowest = float(min(ends for _begins, ends in heights))
    foot = max(0.0, lowest - (top - lowest)) if top - lowest < top / 4 else 0.0
    up = Scale(foot, top, HEIGHT - BOTTOM, TOP) if top > foot else Scale(0.0, top, HEIGHT - BOTTOM, TOP)
    slot = (WIDTH - LEFT - RIGHT) / len(heights)
    bars = []
    for place, (key, (begins, ends)) in enumerate(zip(("opening", *STEPS, "closing"), heights, strict=True)):
        total = key in ("opening", "closing")
        high, low = up(float(max(begins, ends))), HEIGHT - BOTTOM if total else up(float(min(begins, ends)))
        bars.append(
            Bar(
                key, ends - begins, round(LEFT + place * slot + slot * 0.14, 2), high, round(slot * 0.72, 2), max(1.0, round(low - high, 2)),
                up(float(ends)), round(high - 6, 2), total,
            )
        )  # fmt: skip
    return Waterfall(tuple(bars), tuple((up(value), value) for value in ticks(foot, top, 4)), foot)
