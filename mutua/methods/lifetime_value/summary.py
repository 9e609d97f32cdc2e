"""Purchases, row by row, as the four numbers of each customer from which the models are fitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutua.methods.lifetime_value.inputs import Floats, column, keys_of, same_length

DAYS = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Y": 365.25}


@dataclass(frozen=True)
class Summary:
    """One row a customer, in the order of their keys. All arrays have the shape (customers,).

    frequency: days with a purchase after the first; recency: from the first of them to the last; age: from the first to the end; both in the
    unit asked for. mean_value: money of a day with a repeat purchase on average, 0 without one.
    """

    customer: NDArray[Any]
    frequency: Floats
    recency: Floats
    age: Floats
    mean_value: Floats

    def __len__(self) -> int:
        return len(self.customer)


def summarise(customer: ArrayLike, when: ArrayLike, amount: ArrayLike, *, until: date | str | np.datetime64, unit: str = "W") -> Summary:
    """Purchases of one customer on one day are one purchase, as Fader, Hardie & Lee count them.

    customer: keys; when: days; amount: money ≥ 0; one of each a purchase, in any order. until: the day up to which everything is known.
    unit: of time, D, W, M or Y. Raises ValueError for what cannot be read, for an amount below 0, and for purchases later than `until`.
    """
    if unit not in DAYS:
        raise ValueError(f"unit is {unit!r}, but must be one of {', '.join(DAYS)}.")
    end, days = _days("until", [until])[0], _days("when", when)
    keys, money = keys_of(customer), column("amount", amount)
    same_length(customer=keys, when=days, amount=money)
    if (days > end).any():
        raise ValueError(f"{int((days > end).sum())} purchases are later than {end}, up to which everything is known: leave them out.")
    try:
        who, place = np.unique(keys, return_inverse=True)
    except TypeError:
        raise ValueError("customer must hold keys of one kind, numbers or texts.") from None
    numbers = days.astype(np.int64)
    order = np.lexsort((numbers, place))
    place, numbers, money = place[order], numbers[order], money[order]
    # One row a customer and day
    fresh = np.ones(len(place), dtype=bool)
    fresh[1:] = (place[1:] != place[:-1]) | (numbers[1:] != numbers[:-1])
    starts = np.flatnonzero(fresh)
    place, numbers, spent = place[starts], numbers[starts], np.add.reduceat(money, starts)
    first = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
    last = np.r_[first[1:], len(place)] - 1
    frequency = (last - first).astype(np.float64)
    again = np.add.reduceat(spent, first) - spent[first]
    return Summary(
        customer=who,
        frequency=frequency,
        recency=(numbers[last] - numbers[first]) / DAYS[unit],
        age=(end.astype(np.int64) - numbers[first]) / DAYS[unit],
        mean_value=again / np.maximum(frequency, 1),
    )


def _days(name: str, values: Any) -> NDArray[np.datetime64]:
    try:
        days = np.asarray(values, dtype="datetime64[D]")
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold days, as in 2026-11-30.") from None
    if days.ndim != 1:
        raise ValueError(f"{name} must have one dimension, one day a purchase, but has {days.ndim}.")
    if np.isnat(days).any():
        raise ValueError(f"{name} must hold days, but number {int(np.argmax(np.isnat(days)))} is none.")
    return days
