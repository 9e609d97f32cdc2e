"""The question as rows and columns of a 0/1 programme: matrix · x ≤ limits, one column for each start of each item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mutua.methods.portfolio.problem import Floats, Problem

if TYPE_CHECKING:
    from mutua.methods.portfolio.plan import Plan

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Programme:
    """columns: (item, start) of each column; those after them stand for levers. worth: one number a column.

    matrix: scipy.sparse, rows × columns. limits: one number a row.
    """

    problem: Problem
    columns: tuple[tuple[int, int], ...]
    levers: tuple[str, ...]
    worth: Floats
    matrix: Any
    limits: Floats

    @property
    def has_structure(self) -> bool:
        """Whether there is more to it than limits on sums: a choice of starts, prerequisites, levers, customers."""
        return len({item for item, _ in self.columns}) < len(self.worth) or bool((self.matrix.data < 0).any())

    def point(self, plan: Plan) -> Bools:
        """The plan as a 0/1 vector."""
        chosen = [plan.start.get(item) == start for item, start in self.columns]
        pulled = {plan.problem.items[item].lever for item in plan.start}
        return np.array(chosen + [lever in pulled for lever in self.levers], dtype=bool)

    def starts(self, point: Bools) -> dict[int, int]:
        """The 0/1 vector as {item: start}."""
        return {self.columns[column][0]: self.columns[column][1] for column in np.flatnonzero(point[: len(self.columns)])}


@dataclass
class _Rows:
    """Collects the rows of a sparse matrix."""

    limits: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def add(self, entries: Iterable[tuple[int, float]], limit: float) -> None:
        for column, value in entries:
            self.row.append(len(self.limits))
            self.column.append(column)
            self.value.append(value)
        self.limits.append(limit)


def programme_of(problem: Problem) -> Programme:
    """Builds it from the items that can start and can help."""
    columns = tuple((item, start) for item, starts in enumerate(problem.starts) if problem.useful[item] for start in starts)
    at: dict[int, dict[int, int]] = {}
    for column, (item, start) in enumerate(columns):
        at.setdefault(item, {})[start] = column
    levers = _levers(problem, at)
    rows = _Rows()
    _limit_resources(rows, problem, columns)
    _start_once(rows, at, problem.forced)
    _prerequisites_first(rows, problem, at)
    _customers_gain(rows, problem, columns)
    _limit_levers(rows, problem, at, levers, len(columns))
    _reach_floors(rows, problem, columns)
    return Programme(
        problem, columns, levers, _worth(problem, columns, levers), _matrix(rows, len(columns) + len(levers)), np.array(rows.limits)
    )


def _worth(problem: Problem, columns: tuple[tuple[int, int], ...], levers: tuple[str, ...]) -> Floats:
    return np.array([problem.worth[item, start] for item, start in columns] + [0.0] * len(levers), dtype=np.float64)


def _matrix(rows: _Rows, width: int) -> Any:
    from scipy.sparse import csr_matrix

    return csr_matrix((rows.value, (rows.row, rows.column)), shape=(len(rows.limits), width))


def _limit_resources(rows: _Rows, problem: Problem, columns: tuple[tuple[int, int], ...]) -> None:
    for resource in range(len(problem.resources)):
        for period in range(problem.horizon):
            entries = [
                (column, float(problem.uses[item, resource, period - start]))
                for column, (item, start) in enumerate(columns)
                if start <= period and problem.uses[item, resource, period - start] > 0
            ]
            if entries:
                rows.add(entries, float(problem.limits[resource, period]))


def _start_once(rows: _Rows, at: Mapping[int, Mapping[int, int]], forced: int | None) -> None:
    for item, starts in at.items():
        if len(starts) > 1:
            rows.add(((column, 1.0) for column in starts.values()), 1.0)
        if item == forced:
            rows.add(((column, -1.0) for column in starts.values()), -1.0)


def _prerequisites_first(rows: _Rows, problem: Problem, at: Mapping[int, Mapping[int, int]]) -> None:
    """Started by t implies prerequisite started by t minus its duration; summed over starts, which is the tight form."""
    for item, starts in at.items():
        for needed in problem.requires[item]:
            lasts = problem.items[needed].lasts
            for period in starts:
                begun = [(column, 1.0) for start, column in starts.items() if start <= period]
                finished = [(column, -1.0) for start, column in at[needed].items() if start + lasts <= period]
                rows.add(begun + finished, 0.0)


def _customers_gain(rows: _Rows, problem: Problem, columns: tuple[tuple[int, int], ...]) -> None:
    if not problem.customer_must_gain:
        return
    entries: dict[str, list[tuple[int, float]]] = {}
    for column, (item, start) in enumerate(columns):
        if problem.gain[item, start]:
            entries.setdefault(problem.items[item].account, []).append((column, -float(problem.gain[item, start])))
    for account in sorted(entries):
        if any(loss > 0 for _, loss in entries[account]):
            rows.add(entries[account], 0.0)


def _reach_floors(rows: _Rows, problem: Problem, columns: tuple[tuple[int, int], ...]) -> None:
    for floor in problem.floors:
        rows.add(
            [(column, -float(floor.adds[item])) for column, (item, _start) in enumerate(columns) if floor.adds[item] > 0], -floor.wants
        )


def _levers(problem: Problem, at: Mapping[int, object]) -> tuple[str, ...]:
    names = sorted({lever for item in at if (lever := problem.items[item].lever) is not None})
    return tuple(names) if problem.max_levers is not None and len(names) > problem.max_levers else ()


def _limit_levers(rows: _Rows, problem: Problem, at: Mapping[int, Mapping[int, int]], levers: tuple[str, ...], first: int) -> None:
    if not levers or problem.max_levers is None:
        return
    column_of = {lever: first + place for place, lever in enumerate(levers)}
    for item, starts in at.items():
        lever = problem.items[item].lever
        if lever is not None:
            rows.add([*((column, 1.0) for column in starts.values()), (column_of[lever], -1.0)], 0.0)
    rows.add(((column, 1.0) for column in column_of.values()), float(problem.max_levers))
