"""What may come in, and equal rows counted once: most of a million customers have bought equally often, as long ago, for as long."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]

FEWEST = 100  # of a smaller cohort the parameters are so unsure that a number would only look like knowledge


class TooFew(ValueError):
    """The cohort is too small for anything to be said about its customers."""


def enough(customers: int, who: str) -> None:
    """Raises TooFew where `customers` cannot carry a model. who: as in “repeat buyers”."""
    if customers < FEWEST:
        raise TooFew(f"{customers} {who} are too few to say: {FEWEST} are needed.")


def enough_to_fit(times: Floats, known: Floats) -> None:
    """Raises TooFew for a cohort too small for a model of buying, or in which nothing happened that a model could be fitted to."""
    enough(len(times), "customers")
    if not (times > 0).any():
        raise TooFew(f"None of {len(times)} customers bought again: nothing can be said about how often they do.")
    if not (known > 0).any():
        raise TooFew(f"None of {len(times)} customers has been known for any time: nothing can be said about them yet.")


def keys_of(customer: ArrayLike) -> NDArray[Any]:
    """The keys of customers, of one dimension, none missing; ValueError otherwise."""
    try:
        keys = np.asarray(customer)
    except ValueError:
        raise ValueError("customer must hold one key a purchase.") from None
    if keys.ndim != 1:
        raise ValueError(f"customer must have one dimension, one key a purchase, but has {keys.ndim}.")
    missing = np.zeros(0, dtype=bool)  # whole numbers and texts are always there, and a look at each of a million would take long
    if keys.dtype.kind == "f":
        missing = np.isnan(keys)
    elif keys.dtype.kind == "O":
        missing = np.array([key is None or key != key for key in keys], dtype=bool)
    if missing.any():
        raise ValueError(f"customer must hold a key for each purchase, but number {_first(missing)} has none.")
    return keys


def is_number(value: object) -> bool:
    """Whether this is one finite number, of Python's or of numpy's kinds."""
    return isinstance(value, Real) and math.isfinite(value)


def column(name: str, values: ArrayLike, *, least: float = 0.0) -> Floats:
    """`values` as finite floats of one dimension, each at least `least`; ValueError otherwise."""
    try:
        row = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only.") from None
    if row.ndim != 1:
        raise ValueError(f"{name} must have one dimension, one number a customer, but has {row.ndim}.")
    if not np.isfinite(row).all():
        raise ValueError(f"{name} must hold finite numbers, but number {_first(~np.isfinite(row))} is none.")
    if (row < least).any():
        place = _first(row < least)
        raise ValueError(f"{name} must be at least {least:g}, but number {place} is {row[place]:g}.")
    return row


def same_length(**columns: NDArray[Any]) -> None:
    """Raises ValueError where the columns differ in length or are empty."""
    lengths = {name: len(row) for name, row in columns.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(
            f"Of each there must be one a customer, but there are {', '.join(f'{n} of {name}' for name, n in lengths.items())}."
        )
    if not all(lengths.values()):
        raise ValueError("There must be one customer at least.")


def histories(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The three columns of purchase histories, checked: whole frequencies, recency ≤ age, no recency without a repeat purchase."""
    times, last, known = column("frequency", frequency), column("recency", recency), column("age", age)
    same_length(frequency=times, recency=last, age=known)
    whole_numbers(times)
    if (last > known).any():
        place = _first(last > known)
        raise ValueError(f"recency must not exceed age, but of customer {place} it is {last[place]:g} of {known[place]:g}.")
    if ((times == 0) & (last > 0)).any():
        place = _first((times == 0) & (last > 0))
        raise ValueError(f"recency is 0 without a repeat purchase, but of customer {place} it is {last[place]:g}.")
    if ((times > 0) & (last == 0)).any():
        place = _first((times > 0) & (last == 0))
        raise ValueError(f"recency is above 0 with a repeat purchase, but of customer {place} with {times[place]:g} of them it is 0.")
    return times, last, known


def whole_numbers(frequency: Floats) -> None:
    """Raises ValueError where a number of purchases is not whole."""
    if (frequency != np.floor(frequency)).any():
        place = _first(frequency != np.floor(frequency))
        raise ValueError(f"frequency must be a whole number of purchases, but number {place} is {frequency[place]:g}.")


def repeat_buyers(frequency: ArrayLike, mean_value: ArrayLike) -> tuple[Floats, Floats]:
    """Frequency and mean value of repeat buyers, checked: both above 0."""
    times, value = column("frequency", frequency), column("mean_value", mean_value)
    same_length(frequency=times, mean_value=value)
    whole_numbers(times)
    for name, row in (("frequency", times), ("mean_value", value)):
        if (row == 0).any():
            raise ValueError(f"Only repeat buyers tell how much they spend: leave out the {int((row == 0).sum())} with {name} 0.")
    return times, value


def distinct(*columns: Floats) -> tuple[tuple[Floats, ...], Whole, Floats]:
    """(the columns of the different rows, where each given row stands among these, how often each of them came)"""
    key, room = np.zeros(len(columns[0]), dtype=np.int64), 1
    for row in columns:
        values, places = np.unique(row, return_inverse=True)
        room *= len(values)
        if room >= 2**62:  # so many rows, all different: counting them once saves nothing
            return columns, np.arange(len(key)), np.ones(len(key))
        key = key * len(values) + places
    _keys, first, place, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    return tuple(row[first] for row in columns), place, count.astype(np.float64)


def _first(wrong: NDArray[np.bool_]) -> int:
    return int(np.argmax(wrong))
