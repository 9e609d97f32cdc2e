"""One investment that could be made, checked on arrival so that nothing wrong travels further."""

from __future__ import annotations

import math
import operator
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import SupportsFloat, SupportsIndex


@dataclass(frozen=True)
class Candidate:
    """What it brings, what it takes, and what must come first. Position 0 of every sequence is the period in which it starts.

    returns, costs: money a period (any length; costs ≥ 0). hours: {team: hours a period} (≥ 0).
    requires: keys of candidates that must be in the plan; it may start once each has run its own `lasts` periods (0: in the same period).
    ready_from: first period, counted from the start of the plan, in which its readiness gate is open; None: never.
    customer_returns: what the customer nets a period (may be negative); None counts as nothing.
    lever: what it pulls; a plan may be limited to so many different levers.
    Raises ValueError for NaN or infinity, negative cost, hours or duration, and for a number where a sequence is meant.
    """

    key: str
    account: str
    returns: Sequence[float]
    costs: Sequence[float]
    hours: Mapping[str, Sequence[float]]
    _: KW_ONLY
    requires: Collection[str] = ()
    lasts: int = 0
    ready_from: int | None = 0
    customer_returns: Sequence[float] | None = None
    lever: str | None = None

    def __post_init__(self) -> None:
        def keep(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        keep("returns", numbers(self.returns, f"The returns of {self.key}"))
        keep("costs", numbers(self.costs, f"The costs of {self.key}", at_least=0))
        if not isinstance(self.hours, Mapping):
            raise ValueError(f"The hours of {self.key} must name a team for each sequence, as in {{'support': [40, 20]}}.")
        keep("hours", {team: numbers(row, f"The hours of {self.key} for {team}", at_least=0) for team, row in sorted(self.hours.items())})
        if isinstance(self.requires, str):
            raise ValueError(f"What {self.key} requires must be a list of keys, not the text {self.requires!r}.")
        keep("requires", tuple(sorted(set(self.requires))))
        keep("lasts", whole_number(self.lasts, f"How long {self.key} lasts"))
        if self.ready_from is not None:
            keep("ready_from", whole_number(self.ready_from, f"The period from which {self.key} is ready"))
        if self.customer_returns is not None:
            keep("customer_returns", numbers(self.customer_returns, f"What the customer gets from {self.key}"))


def numbers(row: Iterable[SupportsFloat], what: str, *, at_least: float = -math.inf) -> tuple[float, ...]:
    """The row as finite floats, or ValueError with `what` as its subject. Takes integers, Decimals and arrays too."""
    if isinstance(row, str) or not isinstance(row, Iterable):
        raise ValueError(f"{what} must be a sequence with one number a period, not {row!r}.")
    try:
        values = tuple(float(value) for value in row)
    except (TypeError, ValueError):
        raise ValueError(f"{what} must be numbers, one a period, not {row!r}.") from None
    for position, value in enumerate(values):
        if not math.isfinite(value):
            raise ValueError(f"{what} must be finite numbers, but position {position} is {value}.")
        if value < at_least:
            raise ValueError(f"{what} must not be below {at_least:g}, but position {position} is {value:g}.")
    return values


def whole_number(value: SupportsIndex, what: str) -> int:
    """The value as an integer that is not negative, or ValueError with `what` as its subject."""
    try:
        number = operator.index(value)
    except TypeError:
        raise ValueError(f"{what} must be a whole number of periods, not {value!r}.") from None
    if number < 0:
        raise ValueError(f"{what} must not be negative, but is {number}.")
    return number
