"""From greedy to a proven gap: bound, round, fix what is decided, search what is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mutua.methods.portfolio.plan import Plan, fill, greedy_plan, plan_of, polish
from mutua.methods.portfolio.problem import Floats, Problem
from mutua.methods.portfolio.programme import Bools, Programme, programme_of
from mutua.methods.portfolio.relaxation import Relaxation, relax
from mutua.methods.portfolio.searching import search

# Up to so many columns a plan is pursued to the optimum for a while, even where the gap asked for is already reached. A better
# plan lets prices decide more columns, so a short search that starts again is quicker than one long search.
SMALL = 400
CLOSING_WORK = (0.3, 1.5)
# Wider problems are first searched in a core of the columns that the prices leave open: (columns, share of the work).
CORES = ((1_500, 0.05), (3_000, 0.2), (6_000, 0.3))
# A plan proven to this share of its value counts as optimal.
PRECISION = 1e-6


@dataclass
class Solved:
    """The best plan found, and the value that none can exceed."""

    programme: Programme
    relaxation: Relaxation
    plan: Plan
    bound: float
    watch: Callable[[Solved], bool] | None = None

    def ended(self) -> bool:
        """Whether whoever watches has seen enough."""
        return self.watch is not None and self.watch(self)

    @property
    def gap(self) -> float:
        """How much more than this plan the bound is, as a share of the plan's value."""
        missing, value = self.bound - self.plan.value, self.plan.value
        if missing <= PRECISION * max(value, float(np.abs(self.programme.worth).max(initial=0.0))):
            return 0.0
        return missing / value if value > 0 else np.inf

    def offer(self, plan: Plan) -> None:
        """Keeps the plan if it reaches its floors and is worth more than the one at hand."""
        if not plan.below() and (plan.value > self.plan.value or self.plan.below()):
            self.plan = plan

    def tighten(self, bound: float) -> None:
        """Takes a lower bound on what is possible; what is at hand is always possible."""
        self.bound = max(self.plan.value, min(self.bound, bound))


Watch = Callable[[Solved], bool]


def solve(problem: Problem, *, gap: float, work: float, iterations: int, warm: Plan | None = None, watch: Watch | None = None) -> Solved:
    """The best plan found within the work, never worth less than greedy's nor than the warm one's.

    watch: is shown what stands, before and during each search; the search ends when it answers True.
    Raises ValueError where no plan reaches the floors, or none was found within the work.
    """
    solved = relaxed(problem, iterations=iterations)
    solved.offer(polish(_rounded(solved)))
    if warm is not None:
        solved.offer(polish(plan_of(problem, warm.start)))
    if solved.plan.below():
        work -= _reach_floors(solved, work=work)
    solved.tighten(solved.bound)
    solved.watch = watch
    if len(solved.programme.worth) <= SMALL:
        for closing in CLOSING_WORK:
            if solved.gap > 0 and work > 0 and not solved.ended():
                work -= _search_open(solved, gap=0.0, work=min(work, closing))
    else:
        for columns, share in CORES:
            if solved.gap > gap and columns < len(solved.programme.worth) and not solved.ended():
                work -= _search_core(solved, columns, gap=gap, work=share * work)
    if solved.gap > gap and work > 0 and not solved.ended():
        _search_open(solved, gap=gap, work=work)
    return solved


def relaxed(problem: Problem, *, iterations: int) -> Solved:
    """Greedy's plan beside the bound of the relaxation."""
    programme = programme_of(problem)
    relaxation = relax(programme, iterations=iterations)
    solved = Solved(programme, relaxation, greedy_plan(problem), relaxation.bound)
    solved.tighten(relaxation.bound)
    return solved


def best_with(problem: Problem, item: int, *, work: float) -> float | None:
    """What the best plan that takes this item is worth; None: there is none, or it was not proven within the work."""
    programme = programme_of(problem.with_forced(item))
    width = len(programme.worth)
    found = search(programme, np.zeros(width, dtype=bool), np.ones(width, dtype=bool), gap=0.0, work=work)
    if found.point is None or not found.done:
        return None
    plan = plan_of(problem, programme.starts(found.point))
    return None if plan.below() else plan.value


def _rounded(solved: Solved) -> Plan:
    """A plan in the order in which the relaxation wants things."""
    problem, share = solved.programme.problem, solved.relaxation.share
    wanted: dict[int, dict[int, float]] = {}
    for column, (item, start) in enumerate(solved.programme.columns):
        if share[column] > 1e-6:
            wanted.setdefault(item, {})[start] = float(share[column])

    def starts(item: int) -> list[int]:
        return sorted(problem.starts[item], key=lambda start: (-wanted[item].get(start, 0.0), start))

    plan = Plan(problem)
    fill(plan, lambda item: sum(wanted[item].values()), starts, wanted)
    return plan


def _reach_floors(solved: Solved, *, work: float) -> float:
    """Any plan that reaches the floors, searched among all; the bound is then its business, too. Returns the work done."""
    width = len(solved.programme.worth)
    found = search(solved.programme, np.zeros(width, dtype=bool), np.ones(width, dtype=bool), gap=0.05, work=work)
    if found.point is not None:
        solved.offer(polish(plan_of(solved.programme.problem, solved.programme.starts(found.point))))
    if solved.plan.below():
        names = ", ".join(solved.plan.below())
        if found.done:
            raise ValueError(f"No plan reaches what it has to reach at least: {names}.")
        raise ValueError(f"The search ended before it found a plan that reaches: {names}.")
    solved.tighten(found.bound)
    return found.work


def _search_core(solved: Solved, columns: int, *, gap: float, work: float) -> float:
    """Changes the plan at hand only where the prices hardly care, and where it differs from the relaxation. Returns the work done."""
    known = solved.programme.point(solved.plan)
    doubt = _regret(solved)
    doubt[known != _side(solved.relaxation)] = 0.0
    free = np.zeros(len(known), dtype=bool)
    free[np.argsort(doubt, kind="stable")[:columns]] = True
    found = search(solved.programme, known, free, gap=0.0, work=work, enough=solved.bound / (1 + gap), ended=solved.ended)
    _accept(solved, found.point)
    solved.tighten(solved.bound)
    return found.work


def _search_open(solved: Solved, *, gap: float, work: float) -> float:
    """Searches all that could still be better: the other columns stand as the prices decide. Returns the work done."""
    value = solved.plan.value
    free = solved.relaxation.undecided(value - 1e-9 * abs(value))
    known = np.where(free, solved.programme.point(solved.plan), _side(solved.relaxation))
    found = search(solved.programme, known, free, gap=gap, work=work, ended=solved.ended)
    _accept(solved, found.point)
    solved.tighten(found.bound)
    return found.work


def _regret(solved: Solved) -> Floats:
    """About how much it costs to turn each column round: its own price, or that of the prerequisite that has to come with it."""
    problem, share = solved.programme.problem, solved.relaxation.share
    regret: Floats = np.where((share > 1e-6) & (share < 1 - 1e-6), 0.0, np.abs(solved.relaxation.advantage))
    at: dict[int, dict[int, int]] = {}
    for column, (item, start) in enumerate(solved.programme.columns):
        at.setdefault(item, {})[start] = column
    for item in problem.order:
        for start, column in at.get(item, {}).items():
            for needed in problem.requires[item] if share[column] <= 1e-6 else ():
                in_time = [other for begun, other in at[needed].items() if begun + problem.items[needed].lasts <= start]
                regret[column] = max(
                    regret[column], min((regret[other] if share[other] <= 1e-6 else 0.0 for other in in_time), default=np.inf)
                )
    return regret


def _side(relaxation: Relaxation) -> Bools:
    return np.asarray(relaxation.advantage > 0, dtype=bool)


def _accept(solved: Solved, point: Bools | None) -> None:
    if point is not None:
        solved.offer(polish(plan_of(solved.programme.problem, solved.programme.starts(point))))
