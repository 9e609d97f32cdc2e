"""The exact search among the columns that are still open, by OR-Tools CP-SAT in whole numbers and deterministic work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mutua.methods.portfolio.problem import SLACK, Floats
from mutua.methods.portfolio.programme import Bools, Programme

# Money and hours are taken exactly up to so many decimals; a row that has finer numbers is rounded to nine digits of its largest.
DECIMALS = 4
DIGITS = 1e9
# The search is slow with long numbers in what it maximises, so that wide questions are rounded to six digits; the bound allows for it.
WIDE = 200
DIGITS_WHEN_WIDE = 1e6


@dataclass(frozen=True)
class Found:
    """point: 0/1 vector, or None. bound: no point with the same fixed columns is worth more. done: nothing is left to search."""

    point: Bools | None
    bound: float
    done: bool
    work: float


def search(
    programme: Programme,
    known: Bools,
    free: Bools,
    *,
    gap: float,
    work: float,
    enough: float = np.inf,
    ended: Callable[[], bool] | None = None,
) -> Found:
    """Improves on `known` by changing only the `free` columns; stops at the gap, when worth `enough`, or after so much work.

    ended: asked whenever the search has something new; it stops when the answer is True.

    Work is counted in CP-SAT's deterministic time on one thread: the same question gives the same answer on a busy machine.
    """
    from ortools.sat.python import cp_model

    worth, scale, rounding = _worth_in_whole_numbers(programme)
    model = cp_model.CpModel()
    place = np.flatnonzero(free)
    variables = [model.new_bool_var("") for _ in place]
    _add_rows(model, variables, programme, known, free)
    model.maximize(cp_model.LinearExpr.weighted_sum(variables, worth[place].tolist()) + int(worth[known & ~free].sum()))
    for variable, column in zip(variables, place, strict=True):
        model.add_hint(variable, bool(known[column]))

    class StopWhenEnough(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
        def on_solution_callback(self) -> None:
            if self.objective_value / scale >= enough or (ended is not None and ended()):
                self.stop_search()

    solver = _solver(programme, gap=gap, work=work)
    if ended is not None:
        solver.best_bound_callback = lambda _bound: solver.stop_search() if ended() else None
    status = solver.solve(model, StopWhenEnough() if np.isfinite(enough) or ended is not None else None)
    spent = float(solver.response_proto.deterministic_time)
    if status == cp_model.INFEASIBLE:
        return Found(None, -np.inf, done=True, work=spent)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, np.inf, done=False, work=spent)
    point = known.copy()
    point[place] = [bool(solver.boolean_value(variable)) for variable in variables]
    bound = solver.best_objective_bound / scale + rounding
    return Found(point, bound, done=solver.objective_value >= solver.best_objective_bound, work=spent)


def _solver(programme: Programme, *, gap: float, work: float) -> Any:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2
    # Cutting planes pay where starts and prerequisites give structure; on bare knapsacks the published ones take six times the work with them.
    solver.parameters.cut_level = 1 if programme.has_structure else 0
    solver.parameters.relative_gap_limit = gap
    solver.parameters.max_deterministic_time = work
    return solver


def _add_rows(model: Any, variables: list[Any], programme: Programme, known: Bools, free: Bools) -> None:
    """The rows that free columns can break, with what the fixed columns use already taken off."""
    from ortools.sat.python import cp_model

    loose = programme.matrix[:, np.flatnonzero(free)]
    limits = programme.limits - programme.matrix @ (known & ~free).astype(np.float64)
    for row in range(loose.shape[0]):
        span = slice(loose.indptr[row], loose.indptr[row + 1])
        entries = loose.data[span]
        if entries[entries > 0].sum() <= limits[row]:
            continue
        numbers, limit = _row_in_whole_numbers(entries, float(limits[row]))
        terms = [variables[place] for place in loose.indices[span]]
        model.add(cp_model.LinearExpr.weighted_sum(terms, numbers.tolist()) <= limit)


def _worth_in_whole_numbers(programme: Programme) -> tuple[NDArray[np.int64], float, float]:
    """(whole numbers, scale, most that a plan's sum can be off by, in the old unit)."""
    worth = programme.worth
    scale, rounding = _exact_scale(worth), 0.0
    if scale is None:
        scale = (DIGITS if len(worth) <= WIDE else DIGITS_WHEN_WIDE) / float(np.abs(worth).max())
        rounding = 0.5 * len({item for item, _ in programme.columns}) / scale
    return np.rint(worth * scale).astype(np.int64), scale, rounding


def _row_in_whole_numbers(numbers: Floats, limit: float) -> tuple[NDArray[np.int64], int]:
    """The row and its limit. Where the row has to be rounded the limit makes room for it, so that thirds and sixths which fill
    a limit exactly still fit; whoever uses the answer counts again."""
    scale, room = _exact_scale(numbers), 0.0
    if scale is None:
        scale, room = DIGITS / float(np.abs(numbers).max()), 0.5 * len(numbers)
    return np.rint(numbers * scale).astype(np.int64), int(np.floor(limit * scale + abs(limit) * scale * SLACK + room + 1e-6))


def _exact_scale(numbers: Floats) -> float | None:
    """The smallest power of ten that makes all of them whole, if there is one and their sum stays well within 64 bits."""
    for power in range(DECIMALS + 1):
        scaled = numbers * 10.0**power
        if np.abs(scaled).sum() > 2.0**50:
            return None
        if (np.abs(scaled - np.rint(scaled)) <= 1e-9 * np.maximum(1.0, np.abs(scaled))).all():
            return float(10.0**power)
    return None
