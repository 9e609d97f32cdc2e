"""Two-way fixed effects: the usual regression on "treated now", with a level for each unit and each period. The naive answer.

Where units begin at different times it takes units that are treated already for a comparison, and mixes effects with weights that
may be negative (Goodman-Bacon 2021; de Chaisemartin & D'Haultfœuille 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutua.methods.effects.numbers import Estimate, Numbers, normal_estimate
from mutua.methods.effects.panel import panel_of


def two_way_fixed_effects(unit: Sequence[Any] | NDArray[Any], period: ArrayLike, outcome: ArrayLike, first_treated: ArrayLike) -> Estimate:
    """Rows as for `group_time_effects`; standard error clustered by unit. ValueError on the same bad input."""
    panel = panel_of(unit, period, outcome, first_treated, None)
    treated = _without_levels((panel.periods[None, :] >= panel.first_treated[:, None]).astype(float))
    variation = float((treated**2).sum())
    if variation < 1e-12 * treated.size:
        raise ValueError("Every unit is treated in the same periods: there is nobody to compare with.")
    change = _without_levels(panel.outcome)
    effect = float((treated * change).sum() / variation)
    scores = (treated * (change - effect * treated)).sum(axis=1)
    return normal_estimate(effect, float(np.sqrt((scores**2).sum()) / variation))


def _without_levels(values: Numbers) -> Numbers:
    """Less the mean of its unit and of its period: exact, since every unit has every period."""
    result: Numbers = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0, keepdims=True) + values.mean()
    return result
