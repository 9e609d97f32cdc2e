"""What customers will still bring, in today's money."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mutua.methods.lifetime_value.buying import Buying
from mutua.methods.lifetime_value.gamma_gamma import GammaGamma
from mutua.methods.lifetime_value.inputs import Floats, distinct, is_number


def lifetime_value(
    purchases: Buying,
    value: GammaGamma,
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
    mean_value: ArrayLike,
    *,
    periods: int,
    discount_rate: float,
) -> Floats:
    """Money that each customer is expected to bring in the next `periods` units of time, shape (customers,).

    purchases, value: the fitted models; the columns are those of `Summary`. discount_rate: per unit of time, as in 0.01; what comes within a
    period counts as come at its end. Raises ValueError for fewer than one period, a rate of −1 or less, and what the models refuse.
    """
    if not (is_number(periods) and periods == int(periods) and periods >= 1):
        raise ValueError(f"periods is {periods}, but must be a whole number of at least 1.")
    if not (is_number(discount_rate) and discount_rate > -1):
        raise ValueError(f"discount_rate is {discount_rate}, but must be a number above -1.")
    each = value.expected_value(frequency, mean_value)
    alive = purchases.probability_alive(frequency, recency, age)
    (times, known), place, _count = distinct(*(np.asarray(column, dtype=np.float64) for column in (frequency, age)))
    before, bought = np.zeros(len(times)), np.zeros(len(times))
    for period in range(1, int(periods) + 1):
        by_then = purchases.still_to_come(times, known, np.full(len(times), float(period)))
        bought += (by_then - before) / (1 + discount_rate) ** period
        before = by_then
    worth: Floats = bought[place] * alive * each
    return worth
