"""An estimate with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """effect with its standard error, both in the unit of the outcome; lower and upper: 95 % by the normal distribution."""

    effect: float
    standard_error: float
    lower: float
    upper: float


def normal_estimate(effect: float, standard_error: float) -> Estimate:
    half = NORMAL_95 * standard_error
    return Estimate(effect, standard_error, effect - half, effect + half)


def from_influence(effect: float, influence: Numbers) -> Estimate:
    """influence: what each unit adds to the error of the estimate, one number a unit, mean zero. Clustered by unit, therefore."""
    return normal_estimate(effect, float(np.sqrt(np.mean(influence**2) / len(influence))))
