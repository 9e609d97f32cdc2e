"""Many hypotheses looked at together: which of them can be called false, of which in the mean at most a share `alpha` wrongly.

Wang & Ramdas 2022, “False discovery rate control with e-values”, Journal of the Royal Statistical Society B 84(3): the procedure of
Benjamini and Hochberg for e-values holds however these depend on each other, so that strategies may share their customers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import SupportsFloat

from mutua.methods.sequential import inputs


def e_bh(e_values: Iterable[SupportsFloat], *, alpha: SupportsFloat = 0.05) -> list[bool]:
    """For each e-value, in their order, whether its hypothesis is rejected. With K of them the largest k are, for the greatest k with
    k-th largest ≥ K ÷ (k alpha). Infinite ones may come. Raises ValueError for a negative one, NaN, and an alpha that is no probability."""
    level = inputs.proper_fraction("alpha", alpha)
    values = [float(value) for value in e_values]
    for place, value in enumerate(values):
        if not value >= 0.0:
            raise ValueError(f"An e-value is at least 0, but number {place} is {value}.")
    falling = sorted(values, reverse=True)
    least = next((value for k, value in reversed(list(enumerate(falling, 1))) if value * k * level >= len(values)), None)
    return [least is not None and value >= least for value in values]
