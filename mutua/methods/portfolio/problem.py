"""The question as arrays: sorted by key, so that the order in which rows arrive can never change the answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from mutua.methods.portfolio.candidate import Candidate, numbers, whole_number
from mutua.methods.portfolio.floor import Floor

Floats = NDArray[np.float64]
BUDGET = "budget"
# A sum may pass its limit by this share of it, so that 0.1 + 0.2 fits into 0.3; on ten thousand millions it is a cent.
SLACK = 1e-12


@dataclass(frozen=True)
class Least:
    """One floor as a row: what each item adds to it, (n,), and how much it wants."""

    name: str
    adds: Floats
    wants: float


@dataclass(frozen=True)
class Problem:
    """n items, R resources (the budget, then the teams by name), T periods.

    limits: (R, T). uses: (n, R, T), last axis counted from the start of the item. worth, gain: (n, T), discounted to period 0,
    for us and for the customer, of an item that starts in that period. requires: positions of prerequisites.
    order: positions, prerequisites first. forced: an item that must be taken, or None. floors: what a plan has to reach.
    """

    items: tuple[Candidate, ...]
    resources: tuple[str, ...]
    limits: Floats
    uses: Floats
    worth: Floats
    gain: Floats
    return_on_investment: Floats
    requires: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    max_levers: int | None
    customer_must_gain: bool
    floors: tuple[Least, ...] = ()
    forced: int | None = None

    @property
    def horizon(self) -> int:
        return int(self.limits.shape[1])

    @cached_property
    def dependents(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.items]
        for item, needed in enumerate(self.requires):
            for prerequisite in needed:
                found[prerequisite].append(item)
        return tuple(tuple(row) for row in found)

    @cached_property
    def starts(self) -> tuple[tuple[int, ...], ...]:
        """The periods in which each item could start if it were alone with its prerequisites; none: it can never be taken."""
        found: list[tuple[int, ...]] = [()] * len(self.items)
        for item in self.order:
            candidate = self.items[item]
            if candidate.ready_from is None or not all(found[needed] for needed in self.requires[item]):
                continue
            first = max([candidate.ready_from, *(found[needed][0] + self.items[needed].lasts for needed in self.requires[item])])
            found[item] = tuple(start for start in range(first, self.horizon) if self._fits_alone(item, start))
        return tuple(found)

    @cached_property
    def useful(self) -> tuple[bool, ...]:
        """Whether an item can help: worth something to us, to a customer who must not lose, or to one that needs it."""
        helps = [bool(self.starts[item]) and self._helps_itself(item) for item in range(len(self.items))]
        for item in reversed(self.order):
            if helps[item]:
                for needed in self.requires[item]:
                    helps[needed] = True
        return tuple(helps)

    def with_more(self, resource: str, period: int, step: float) -> Problem:
        """The same question with a step more of one resource in one period."""
        limits = self.limits.copy()
        limits[self.resources.index(resource), period] += step
        return replace(self, limits=limits)

    def with_forced(self, item: int) -> Problem:
        """The same question, asked of the plans that take this item."""
        return replace(self, forced=item)

    def _helps_itself(self, item: int) -> bool:
        if item == self.forced or self.worth[item, 0] > 0 or any(floor.adds[item] > 0 for floor in self.floors):
            return True
        return bool(self.customer_must_gain and self.gain[item, 0] > 0)

    def _fits_alone(self, item: int, start: int) -> bool:
        return bool((self.uses[item, :, : self.horizon - start] <= allowed(self.limits[:, start:])).all())


def allowed(limits: Floats) -> Floats:
    """The limits with the slack that rounding needs."""
    return np.asarray(limits * (1 + SLACK) + 1e-12, dtype=np.float64)


def frame(
    candidates: Iterable[Candidate],
    *,
    budgets: Sequence[float],
    capacity: Mapping[str, Sequence[float]],
    discount_rate: float,
    max_levers: int | None,
    customer_must_gain: bool,
    floors: Iterable[Floor] = (),
) -> Problem:
    """The question, checked. Raises ValueError with one sentence for whatever is wrong with it."""
    if not math.isfinite(discount_rate) or discount_rate <= -1:
        raise ValueError(f"The discount rate must be a number above −1, as in 0.1 for 10 % a period, not {discount_rate}.")
    limits = _limits(budgets, capacity)
    items = tuple(sorted(candidates, key=lambda candidate: candidate.key))
    positions = _positions(items)
    requires = tuple(tuple(_position(positions, item, key) for key in item.requires) for item in items)
    teams = tuple(sorted(capacity))
    horizon = limits.shape[1]

    def present(row: Sequence[float]) -> float:
        return math.fsum(value / (1 + discount_rate) ** period for period, value in enumerate(row))

    costs = np.array([present(item.costs) for item in items], dtype=np.float64)
    worth = np.array([present(item.returns) for item in items], dtype=np.float64) - costs
    gain = np.array([present(item.customer_returns or ()) for item in items], dtype=np.float64)
    delay = (1 + discount_rate) ** -np.arange(horizon, dtype=np.float64)
    return Problem(
        items=items,
        resources=(BUDGET, *teams),
        limits=limits,
        uses=_uses(items, teams, horizon),
        worth=worth[:, None] * delay,
        gain=gain[:, None] * delay,
        return_on_investment=np.divide(worth, costs, out=np.where(worth > 0, np.inf, -np.inf), where=costs > 0),
        requires=requires,
        order=_prerequisites_first(items, requires),
        max_levers=None if max_levers is None else whole_number(max_levers, "The greatest number of levers"),
        customer_must_gain=bool(customer_must_gain),
        floors=tuple(_floors(items, floors)),
    )


def _floors(items: Sequence[Candidate], floors: Iterable[Floor]) -> Iterable[Least]:
    for floor in floors:
        belongs = np.array([item.account in floor.accounts for item in items], dtype=np.float64)
        if floor.items:
            yield Least(floor.name, belongs, float(floor.items))
        if floor.spend:
            yield Least(floor.name, belongs * np.array([math.fsum(item.costs) for item in items]), floor.spend)


def _limits(budgets: Sequence[float], capacity: Mapping[str, Sequence[float]]) -> Floats:
    money = numbers(budgets, "The budgets", at_least=0)
    if not money:
        raise ValueError("The plan needs at least one period: give one budget for each.")
    if BUDGET in capacity:
        raise ValueError(f"A team cannot be called {BUDGET!r}: that is the name of the money.")
    rows = [money]
    for team in sorted(capacity):
        row = numbers(capacity[team], f"The capacity of {team}", at_least=0)
        if len(row) != len(money):
            raise ValueError(f"The capacity of {team} has {len(row)} periods, but there are {len(money)} budgets.")
        rows.append(row)
    return np.array(rows, dtype=np.float64)


def _positions(items: Sequence[Candidate]) -> dict[str, int]:
    twice = [key for key, count in Counter(item.key for item in items).items() if count > 1]
    if twice:
        raise ValueError(f"Each candidate needs its own key, but {twice[0]!r} is there more than once.")
    return {item.key: position for position, item in enumerate(items)}


def _position(positions: Mapping[str, int], item: Candidate, key: str) -> int:
    if key not in positions:
        raise ValueError(f"{item.key} requires {key}, which is not among the candidates.")
    return positions[key]


def _uses(items: Sequence[Candidate], teams: Sequence[str], horizon: int) -> Floats:
    uses = np.zeros((len(items), 1 + len(teams), horizon))
    rows = {team: row for row, team in enumerate(teams, start=1)}
    for position, item in enumerate(items):
        uses[position, 0, : len(item.costs)] = item.costs[:horizon]
        for team, hours in item.hours.items():
            if team not in rows:
                raise ValueError(f"{item.key} takes hours of {team}, a team whose capacity is not given.")
            uses[position, rows[team], : len(hours)] = hours[:horizon]
    return uses


def _prerequisites_first(items: Sequence[Candidate], requires: Sequence[Sequence[int]]) -> tuple[int, ...]:
    try:
        return tuple(TopologicalSorter({item: requires[item] for item in range(len(items))}).static_order())
    except CycleError as error:
        # The sorter names each item before the one that requires it; a reader expects the opposite.
        path = " → ".join(items[item].key for item in reversed(error.args[1]))
        raise ValueError(f"Prerequisites go round in a circle, so that none could ever start: {path}.") from None
