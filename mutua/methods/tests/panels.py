"""Random panels, and the same effects counted cell by cell, slowly."""

from __future__ import annotations

import math
import random
from statistics import fmean
from typing import Any

Panel = dict[str, list[Any]]


def random_panel(dice: random.Random, *, units: int = 14, periods: int = 5, never: bool = True) -> Panel:
    """A small panel with staggered beginnings from the second period on; rows shuffled."""
    rows = []
    for unit in range(units):
        first = dice.choice([*range(1, periods), *([math.inf] if never else [])])
        if unit < 2 and never:
            first = math.inf
        if unit == units - 1:
            first = 1 + (periods > 2)
        level = dice.gauss(0, 2)
        rows += [(f"u{unit:02}", 2000 + at, level + dice.gauss(0.3 * at, 1), 2000 + first) for at in range(periods)]
    dice.shuffle(rows)
    return panel_of(rows)


def panel_of(rows: list[tuple[Any, ...]]) -> Panel:
    return dict(zip(("unit", "period", "outcome", "first_treated"), map(list, zip(*rows, strict=True)), strict=True))


def cell_by_means(panel: Panel, group: float, period: float, *, never: bool) -> float | None:
    """Effect of one group in one period, from four means over dictionaries."""
    at = {(u, p): y for u, p, y in zip(panel["unit"], panel["period"], panel["outcome"], strict=True)}
    first = dict(zip(panel["unit"], panel["first_treated"], strict=True))
    since = max(p for p in set(panel["period"]) if p < min(group, period))
    theirs = [at[u, period] - at[u, since] for u in sorted(first) if first[u] == group]
    others = [
        at[u, period] - at[u, since] for u in sorted(first) if (math.isinf(first[u]) if never else first[u] > period and first[u] != group)
    ]
    return fmean(theirs) - fmean(others) if others else None
