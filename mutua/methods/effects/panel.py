"""Rows to a panel: one line a unit, one column a period. What does not fit is refused with one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutua.methods.effects.numbers import Numbers


@dataclass(frozen=True)
class Panel:
    """units: sorted; periods: sorted; outcome: units × periods; first_treated: one a unit, inf for never.

    covariates: units × periods × covariates, without a constant; None where none are given.
    """

    units: tuple[Any, ...]
    periods: Numbers
    outcome: Numbers
    first_treated: Numbers
    covariates: Numbers | None

    @property
    def groups(self) -> Numbers:
        """Periods from which units are treated, as far as they begin within the panel."""
        begun = np.unique(self.first_treated)
        found: Numbers = begun[begun <= self.periods[-1]]
        return found


def panel_of(
    unit: Sequence[Any] | NDArray[Any], period: ArrayLike, outcome: ArrayLike, first_treated: ArrayLike, covariates: ArrayLike | None
) -> Panel:
    """All arguments: one entry a row, in any order. ValueError where lengths differ, a number is missing, a unit lacks a period."""
    values, when, first = (np.asarray(given, dtype=float) for given in (outcome, period, first_treated))
    names, unit_at = np.unique(np.asarray(unit), return_inverse=True)
    _check_lengths(len(unit_at), period=when, outcome=values, first_treated=first)
    _check_finite(period=when, outcome=values)
    if np.isnan(first).any():
        raise ValueError("first_treated has to be a period, or inf for a unit that is never treated.")
    periods, period_at = np.unique(when, return_inverse=True)
    place = _places(names, periods, unit_at, period_at)
    treated = first[place]
    if (treated != treated[:, :1]).any():
        raise ValueError(f"Unit {_of(names, (treated != treated[:, :1]).any(axis=1))} has more than one first_treated.")
    _check_before(names, periods, treated[:, 0])
    return Panel(tuple(names.tolist()), periods, values[place], treated[:, 0], _covariates(covariates, place))


def _check_lengths(rows: int, **given: Numbers) -> None:
    if rows == 0:
        raise ValueError("There has to be at least one row.")
    for name, values in given.items():
        if values.shape != (rows,):
            raise ValueError(f"{name} has to be one number for each of the {rows} rows, not of shape {values.shape}.")


def _check_finite(**given: Numbers) -> None:
    for name, values in given.items():
        if not np.isfinite(values).all():
            raise ValueError(f"{name} has to be a finite number in every row.")


def _places(names: NDArray[Any], periods: Numbers, unit_at: NDArray[Any], period_at: NDArray[Any]) -> NDArray[np.int64]:
    """The row of each unit and period."""
    if len(periods) < 2:
        raise ValueError("There have to be at least two periods.")
    counts = np.zeros((len(names), len(periods)), dtype=int)
    np.add.at(counts, (unit_at, period_at), 1)
    if (counts > 1).any():
        raise ValueError(f"Unit {_of(names, (counts > 1).any(axis=1))} has more than one row in a period.")
    if (counts == 0).any():
        raise ValueError(f"Unit {_of(names, (counts == 0).any(axis=1))} has no row in one of the periods; each needs all of them.")
    place = np.empty(counts.shape, dtype=np.int64)
    place[unit_at, period_at] = np.arange(len(unit_at))
    return place


def _check_before(names: NDArray[Any], periods: Numbers, first: Numbers) -> None:
    from_start = first <= periods[0]
    if from_start.any():
        raise ValueError(f"Unit {_of(names, from_start)} is treated from the first period on: nothing is known of it before. Leave it out.")
    if not (first <= periods[-1]).any():
        raise ValueError("No unit begins to be treated within these periods.")


def _covariates(given: ArrayLike | None, place: NDArray[np.int64]) -> Numbers | None:
    if given is None:
        return None
    values = np.asarray(given, dtype=float)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or len(values) != place.size:
        raise ValueError(f"covariates have to be one row of numbers for each of the {place.size} rows.")
    _check_finite(covariates=values)
    return values[place]


def _of(names: NDArray[Any], which: Any) -> Any:
    return names[which].tolist()[0]
