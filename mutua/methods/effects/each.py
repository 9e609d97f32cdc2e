"""What each treated unit gained, and all of them together, against how far the others' changes spread.

A unit alone has no spread of its own. What it would have done is predicted from what the others did meanwhile, and the error of that is
known from how far they lie apart: Student's t, exact where changes are normal and treated units would have changed as the others did
(Donald & Lang 2007, *Inference with difference-in-differences*; the mean of these effects is the "group" mean of Callaway & Sant'Anna).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutua.methods.effects.group_time import Control
from mutua.methods.effects.numbers import Estimate, Numbers
from mutua.methods.effects.panel import Panel, panel_of

FEWEST = 3


@dataclass(frozen=True)
class UnitEffect:
    """effect: mean over `periods` periods since it began. own_error: of this unit alone; shared_error: of what it is compared with.

    degrees: of freedom, one less than the units compared with. before: mean of its outcome in the periods that it is compared to.
    """

    unit: Any
    effect: float
    own_error: float
    shared_error: float
    degrees: int
    periods: int
    before: float

    @property
    def standard_error(self) -> float:
        return float(np.hypot(self.own_error, self.shared_error))

    @property
    def estimate(self) -> Estimate:
        return student(self.effect, self.standard_error, self.degrees)


def unit_effects(
    unit: Sequence[Any] | NDArray[Any],
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: ArrayLike,
    *,
    control: Control = "never_treated",
    before: int = 1,
    of: Sequence[Any] | None = None,
) -> tuple[UnitEffect, ...]:
    """One effect for each unit that begins within the periods, in the order of the units; with `of` only for those. Rows as for `group_time_effects`.

    before: over so many of the last periods before it begins (fewer where there are fewer) is the level taken that it is compared to.
    Not-yet-treated units count as long as they are: only periods with at least three of them are counted.
    ValueError as there; also where fewer than three units are left to compare with.
    """
    if before < 1:
        raise ValueError(f"At least one period before is needed, not {before}.")
    panel = panel_of(unit, period, outcome, first_treated, None)
    treated = np.flatnonzero(panel.first_treated <= panel.periods[-1])
    if of is not None:
        unknown = set(of) - {panel.units[row] for row in treated}
        if unknown:
            raise ValueError(f"Unit {min(unknown)} does not begin to be treated within these periods.")
        treated = np.array([row for row in treated if panel.units[row] in set(of)], dtype=int)
    return tuple(_one(panel, int(row), control, before) for row in treated)


def student(effect: float, standard_error: float, degrees: int) -> Estimate:
    """95 % by Student's t."""
    from scipy.special import stdtrit

    half = float(stdtrit(degrees, 0.975)) * standard_error
    return Estimate(effect, standard_error, effect - half, effect + half)


def _one(panel: Panel, row: int, control: Control, before: int) -> UnitEffect:
    begins = int(np.searchsorted(panel.periods, panel.first_treated[row]))
    since = slice(max(0, begins - before), begins)
    others = [_others(panel, row, at, control) for at in range(begins, len(panel.periods))]
    counted = [(begins + step, who) for step, who in enumerate(others) if len(who) >= FEWEST]
    if not counted:
        raise ValueError(f"Fewer than {FEWEST} units are left to compare unit {panel.units[row]} with.")
    base = panel.outcome[:, since].mean(axis=1)
    changes = [(panel.outcome[row, at] - base[row], panel.outcome[who, at] - base[who]) for at, who in counted]
    effect = float(np.mean([own - other.mean() for own, other in changes]))
    fewest = min(len(who) for _at, who in counted)
    if all(len(who) == fewest for _at, who in counted):
        spread = float(np.mean([other for _own, other in changes], axis=0).std(ddof=1))
    else:
        # They change from period to period: their spreads are averaged, as if all periods erred together, which is the widest.
        spread = float(np.mean([other.std(ddof=1) for _own, other in changes]))
    return UnitEffect(panel.units[row], effect, spread, spread / float(np.sqrt(fewest)), fewest - 1, len(counted), float(base[row]))


def _others(panel: Panel, row: int, at: int, control: Control) -> Numbers | NDArray[np.int64]:
    free = np.isinf(panel.first_treated) if control == "never_treated" else panel.first_treated > panel.periods[at]
    free = free.copy()
    free[row] = False
    return np.flatnonzero(free)
