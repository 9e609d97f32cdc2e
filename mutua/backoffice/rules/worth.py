"""What customers are worth, from the days on which they ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mutua.methods.lifetime_value import BgNbd, GammaGamma, TooFew, fit_bg_nbd, fit_gamma_gamma, lifetime_value, summarise

MONTHS = 12.0  # for which purchases are told
HORIZON = 36  # months whose orders make the value: beyond, the offering and the customer are others
YEARLY_RATE = 0.10  # by which money that comes a year later counts less


@dataclass(frozen=True)
class Expected:
    """Of one cohort. The arrays have the shape (customers,) and are empty where these were too few to say; value holds NaN where no mean exists.

    orders: days on which each ordered.
    """

    customers: int
    again: int
    buying: BgNbd | None
    spending: GammaGamma | None
    customer: NDArray[np.int64]
    orders: NDArray[np.int32]
    alive: NDArray[np.float64]
    purchases: NDArray[np.float64]
    value: NDArray[np.float64]


def expected(customer: NDArray[Any], days: NDArray[Any], amount: NDArray[Any], *, until: date) -> Expected:
    """customer: numbers; days: as counted since 1970; amount: money above 0; one of each an order, none later than `until`."""
    nothing: Any = np.zeros(0)
    if not len(customer):
        return Expected(0, 0, None, None, nothing, nothing, nothing, nothing, nothing)
    known = summarise(customer, days.astype("datetime64[D]"), amount, until=until, unit="M")
    history = (known.frequency, known.recency, known.age)
    again = known.frequency > 0
    try:
        buying = fit_bg_nbd(*history)
        spending = fit_gamma_gamma(known.frequency[again], known.mean_value[again])
    except TooFew:
        return Expected(len(known), int(again.sum()), None, None, nothing, nothing, nothing, nothing, nothing)
    value = np.full(len(known), np.nan)
    if spending.q > 1:
        monthly = (1 + YEARLY_RATE) ** (1 / 12) - 1
        value = lifetime_value(buying, spending, *history, known.mean_value, periods=HORIZON, discount_rate=monthly)
    return Expected(
        customers=len(known),
        again=int(again.sum()),
        buying=buying,
        spending=spending,
        customer=known.customer.astype(np.int64),
        orders=(known.frequency + 1).astype(np.int32),
        alive=buying.probability_alive(*history),
        purchases=buying.expected_purchases_of(*history, MONTHS),
        value=value,
    )
