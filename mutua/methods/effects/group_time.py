"""Effects by group and period, each against units that are not treated (yet): Callaway & Sant'Anna 2021.

A group is made of the units that begin in the same period. Its effect in a period is its change since its last period before, less the
change of the others meanwhile. Before it begins, the change of one period is compared: there should be nothing to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutua.methods.effects.averaging import How, average
from mutua.methods.effects.comparing import compare
from mutua.methods.effects.numbers import Estimate, Numbers
from mutua.methods.effects.panel import Panel, panel_of

Control = Literal["never_treated", "not_yet_treated"]


class Row(NamedTuple):
    """One group in one period."""

    group: float
    period: float
    effect: float
    standard_error: float


@dataclass(frozen=True)
class PreTrend:
    """statistic: Wald's, of all effects before the groups began being zero together; p_value by chi-square, with so many degrees of freedom.

    A small p_value: the groups had gone apart already, and what came after is no effect. A large one proves nothing.
    """

    statistic: float
    p_value: float
    degrees: int


@dataclass(frozen=True)
class GroupTimeEffects:
    """cells: (group, period) of each effect. influence: units × cells; mean zero, so that errors are clustered by unit.

    without_control: (group, period) for which nobody was left to compare with, and of which nothing is said, therefore.
    """

    panel: Panel
    cells: tuple[tuple[float, float], ...]
    effects: Numbers
    influence: Numbers
    without_control: tuple[tuple[float, float], ...]

    def table(self) -> tuple[Row, ...]:
        """By group, then by period; standard errors clustered by unit."""
        errors = np.sqrt(np.mean(self.influence**2, axis=0) / len(self.influence))
        return tuple(
            Row(group, period, float(effect), float(error))
            for (group, period), effect, error in zip(self.cells, self.effects, errors, strict=True)
        )

    def overall(self, how: How = "group") -> Estimate:
        """One number for all. How the effects are weighted:

        simple: by the size of the group. group: mean over the periods of each group, then by size: what a treated unit gained on
        average. dynamic: mean over the time since they began. calendar: mean over periods.
        """
        return average(self.panel.first_treated, self.cells, self.effects, self.influence, how)

    def pre_trend(self) -> PreTrend:
        """Were treated units already on another way? ValueError where no group has two periods before it begins."""
        from scipy.special import chdtrc

        before = [index for index, (group, period) in enumerate(self.cells) if period < group]
        if not before:
            raise ValueError("No group has two periods before it begins: nothing can be said of its way before.")
        effects, influence = self.effects[before], self.influence[:, before]
        covariance = influence.T @ influence / len(influence) ** 2
        degrees = int(np.linalg.matrix_rank(covariance))
        statistic = float(effects @ np.linalg.pinv(covariance) @ effects)
        return PreTrend(statistic, float(chdtrc(degrees, statistic)) if degrees else 1.0, degrees)


def group_time_effects(
    unit: Sequence[Any] | NDArray[Any],
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: ArrayLike,
    *,
    covariates: ArrayLike | None = None,
    control: Control = "never_treated",
) -> GroupTimeEffects:
    """Effects on treated units by group and period, in the unit of the outcome.

    unit, period, outcome, first_treated: one entry a row, in any order; every unit has one row in every period. first_treated: the
    period from which the unit is treated, inf for never; where it is none of the periods, the next one. covariates: rows × k numbers;
    the ones of the period before count, and both changes and who is treated are explained by them (doubly robust).
    control: "never_treated", or "not_yet_treated": these and everybody who begins later.
    A group of one unit has no spread of its own: its standard error is that of the others only, and too small.
    ValueError: different lengths, a missing number, a missing or double row, a unit treated from the first period on, nobody to compare with.
    """
    if control not in ("never_treated", "not_yet_treated"):
        raise ValueError(f'control has to be "never_treated" or "not_yet_treated", not {control!r}.')
    panel = panel_of(unit, period, outcome, first_treated, covariates)
    if control == "never_treated" and not np.isinf(panel.first_treated).any():
        raise ValueError("No unit is never treated: compare with those that are not yet treated.")

    cells, effects, influences, alone = [], [], [], []
    for group in panel.groups:
        begins = int(np.searchsorted(panel.periods, group))
        for at in range(1, len(panel.periods)):
            cell = (float(group), float(panel.periods[at]))
            found = _cell(panel, float(group), begins, at, control)
            if found is None:
                alone.append(cell)
                continue
            cells.append(cell)
            effects.append(found[0])
            influences.append(found[1])
    if not any(period >= group for group, period in cells):
        raise ValueError("Nobody is left to compare with: every unit is treated by the time the first group begins.")
    return GroupTimeEffects(panel, tuple(cells), np.array(effects), np.column_stack(influences), tuple(alone))


def _cell(panel: Panel, group: float, begins: int, at: int, control: Control) -> tuple[float, Numbers] | None:
    """Effect and influence (one number for each unit of the panel) of a group in the period at this position; None without others."""
    since = begins - 1 if at >= begins else at - 1
    treated = panel.first_treated == group
    others = np.isinf(panel.first_treated)
    if control == "not_yet_treated":
        others = (panel.first_treated > panel.periods[at]) & ~treated
    if not others.any():
        return None
    used = treated | others
    change = panel.outcome[used, at] - panel.outcome[used, since]
    effect, inner = compare(change, treated[used], None if panel.covariates is None else panel.covariates[used, since])
    influence = np.zeros(len(panel.first_treated))
    influence[used] = inner * len(used) / used.sum()
    return effect, influence
