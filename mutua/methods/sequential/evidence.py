"""What a monitor says after each look."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks against the rate being good enough.

    `e_value`: 1 says nothing, large values speak against it; infinite beyond the range of a float. `alarmed`: whether the alarm has
    rung. `n`: trials counted.
    """

    e_value: float
    alarmed: bool
    n: int


def e_value(logarithm: float) -> float:
    """The e-value with this natural logarithm; infinite beyond the range of a float."""
    try:
        return math.exp(logarithm)
    except OverflowError:
        return math.inf
