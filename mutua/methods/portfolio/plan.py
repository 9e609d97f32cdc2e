"""A plan under construction: what starts when, what that uses, and whether one more fits."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mutua.methods.portfolio.problem import SLACK, Least, Problem, allowed


@dataclass(frozen=True)
class Shortfall:
    """By how much a limit would be broken. what: a resource (with its period), "levers" or "customer" (with the account)."""

    what: str
    amount: float
    period: int | None = None
    account: str | None = None


class Plan:
    """Starts of items, kept within every limit as long as one asks `allows` before `put`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.start: dict[int, int] = {}
        self.used = np.zeros_like(problem.limits)
        self._most = allowed(problem.limits)
        self._levers: Counter[str] = Counter()
        self._gain: dict[str, float] = {}
        self._turnover: dict[str, float] = {}

    @property
    def value(self) -> float:
        """Discounted returns minus costs."""
        return math.fsum(self.problem.worth[item, start] for item, start in self.start.items())

    def put(self, item: int, start: int) -> None:
        self.start[item] = start
        self._book(item, start, 1)

    def take(self, item: int) -> int:
        """Takes the item out again and tells when it would have started."""
        start = self.start.pop(item)
        self._book(item, start, -1)
        return start

    def earliest(self, item: int) -> int | None:
        """First period in which the prerequisites that this plan has let the item start; None: one is missing."""
        first = 0
        for needed in self.problem.requires[item]:
            if needed not in self.start:
                return None
            first = max(first, self.start[needed] + self.problem.items[needed].lasts)
        return first

    def allows(self, item: int, start: int) -> bool:
        """Whether the item can be put there: gate, prerequisites, money, hours, levers, customers."""
        first = self.earliest(item)
        if first is None or start < first or start not in self.problem.starts[item]:
            return False
        window = self.problem.uses[item, :, : self.problem.horizon - start] + self.used[:, start:]
        return bool((window <= self._most[:, start:]).all()) and not self._soft_shortfalls({item: start})

    def shortfalls(self, starts: Mapping[int, int]) -> list[Shortfall]:
        """Every limit that adding these would break, by how much."""
        problem = self.problem
        wanted = self.used.copy()
        for item, start in starts.items():
            wanted[:, start:] += problem.uses[item, :, : problem.horizon - start]
        broken = [
            Shortfall(problem.resources[row], float(wanted[row, period] - problem.limits[row, period]), period=int(period))
            for row, period in np.argwhere(wanted > self._most)
        ]
        return broken + self._soft_shortfalls(starts)

    def below(self) -> list[str]:
        """Names of the floors that the plan does not reach."""
        return sorted({floor.name for floor in self.problem.floors if self._reached(floor) < floor.wants * (1 - SLACK) - 1e-9})

    def may_lose(self, item: int) -> bool:
        """Whether the plan stays sound without this item."""
        if any(other in self.start for other in self.problem.dependents[item]) or item == self.problem.forced:
            return False
        if any(floor.adds[item] > 0 and self._reached(floor) - floor.adds[item] < floor.wants for floor in self.problem.floors):
            return False
        account = self.problem.items[item].account
        gain = self._gain.get(account, 0.0) - self.problem.gain[item, self.start[item]]
        return not self.problem.customer_must_gain or gain >= -SLACK * self._turnover.get(account, 0.0)

    def _reached(self, floor: Least) -> float:
        return math.fsum(floor.adds[item] for item in self.start)

    def _soft_shortfalls(self, starts: Mapping[int, int]) -> list[Shortfall]:
        problem, broken = self.problem, []
        if problem.max_levers is not None:
            new = {lever for item in starts if (lever := problem.items[item].lever) is not None}
            levers = len({lever for lever, count in self._levers.items() if count} | new)
            # An item without a lever is never refused for those of others.
            if new and levers > problem.max_levers:
                broken.append(Shortfall("levers", levers - problem.max_levers))
        if problem.customer_must_gain:
            for account in sorted({problem.items[item].account for item in starts}):
                changes = [float(problem.gain[item, start]) for item, start in starts.items() if problem.items[item].account == account]
                gain = math.fsum([self._gain.get(account, 0.0), *changes])
                if gain < -SLACK * (self._turnover.get(account, 0.0) + sum(map(abs, changes))):
                    broken.append(Shortfall("customer", -gain, account=account))
        return broken

    def _book(self, item: int, start: int, sign: int) -> None:
        candidate, gain = self.problem.items[item], float(self.problem.gain[item, start])
        self.used[:, start:] += sign * self.problem.uses[item, :, : self.problem.horizon - start]
        self._gain[candidate.account] = self._gain.get(candidate.account, 0.0) + sign * gain
        self._turnover[candidate.account] = self._turnover.get(candidate.account, 0.0) + sign * abs(gain)
        if candidate.lever is not None:
            self._levers[candidate.lever] += sign


def fill(plan: Plan, rank: Callable[[int], float], starts: Callable[[int], Iterable[int]], wanted: Iterable[int]) -> None:
    """Puts in the wanted items, highest rank first (then by key), each as soon as its prerequisites are in, where it fits."""
    problem, interesting = plan.problem, set(wanted) - set(plan.start)
    waiting = [(-rank(item), item) for item in interesting if plan.earliest(item) is not None]
    heapq.heapify(waiting)
    while waiting:
        _, item = heapq.heappop(waiting)
        if item in plan.start:
            continue
        start = next((start for start in starts(item) if plan.allows(item, start)), None)
        # Limits only get tighter while a plan fills: what does not fit now never will.
        if start is None:
            continue
        plan.put(item, start)
        for other in problem.dependents[item]:
            if other in interesting and plan.earliest(other) is not None:
                heapq.heappush(waiting, (-rank(other), other))


def best_first(problem: Problem, item: int) -> Sequence[int]:
    """Its possible starts, the most valuable first, of equals the earliest."""
    return sorted(problem.starts[item], key=lambda start: (-problem.worth[item, start], start))


def greedy_plan(problem: Problem) -> Plan:
    """The usual way: the best return on investment first, among those whose prerequisites are in, while money and hours last.

    Floors are filled first, in the same order; where that way does not reach one, the plan stays below it.
    """
    plan = Plan(problem)
    for floor in problem.floors:
        _fill_floor(plan, floor)
    add_what_pays(plan)
    return plan


def _fill_floor(plan: Plan, floor: Least) -> None:
    """Best return on investment first, each with what it needs, until the floor is reached."""
    problem = plan.problem
    able = [item for item in range(len(problem.items)) if floor.adds[item] > 0 and problem.starts[item]]
    for item in sorted(able, key=lambda item: (-problem.return_on_investment[item], item)):
        if floor.name not in plan.below():
            return
        if item not in plan.start:
            _put_with_prerequisites(plan, item)


def _put_with_prerequisites(plan: Plan, item: int) -> None:
    """The item and all that it needs, or nothing where one of them does not fit."""
    problem = plan.problem
    wanted, waiting = {item}, [item]
    while waiting:
        missing = [needed for needed in problem.requires[waiting.pop()] if needed not in plan.start and needed not in wanted]
        wanted.update(missing)
        waiting += missing
    put: list[int] = []
    for one in (one for one in problem.order if one in wanted):
        start = next((start for start in best_first(problem, one) if plan.allows(one, start)), None)
        if start is None:
            for other in reversed(put):
                plan.take(other)
            return
        plan.put(one, start)
        put.append(one)


def add_what_pays(plan: Plan) -> None:
    """Fills what is left of the limits, highest return on investment first."""
    problem = plan.problem
    paying = (item for item in range(len(problem.items)) if problem.worth[item, 0] > 0 and problem.starts[item])
    fill(plan, lambda item: float(problem.return_on_investment[item]), lambda item: best_first(problem, item), paying)


def plan_of(problem: Problem, starts: Mapping[int, int]) -> Plan:
    """The plan with these starts. Should the rounding of a solver have broken a limit, what breaks it is left out."""
    plan = Plan(problem)
    for item, start in starts.items():
        plan.put(item, start)
    return plan if is_sound(plan) else _what_fits(problem, starts)


def is_sound(plan: Plan) -> bool:
    """Whether every promise holds: gates, prerequisites, money, hours, levers, customers, floors. Counted afresh."""
    problem = plan.problem
    in_time = all(
        start in problem.starts[item] and (first := plan.earliest(item)) is not None and start >= first
        for item, start in plan.start.items()
    )
    fresh = Plan(problem)
    return in_time and not fresh.shortfalls(plan.start) and not plan.below()


def _what_fits(problem: Problem, starts: Mapping[int, int]) -> Plan:
    plan = Plan(problem)
    fill(plan, lambda item: float(problem.worth[item, 0]), lambda item: (starts[item],), starts)
    return plan


def polish(plan: Plan) -> Plan:
    """Never worth less: starts as early as costs nothing, drops what does not pay, adds what fits. Makes equal plans the same plan."""
    problem = plan.problem
    while True:
        before = dict(plan.start)
        for item in problem.order:
            if item in plan.start:
                _start_earlier(plan, item)
        for item in reversed(problem.order):
            if item in plan.start and problem.worth[item, plan.start[item]] <= 0 and plan.may_lose(item):
                plan.take(item)
        add_what_pays(plan)
        if plan.start == before:
            return plan


def _start_earlier(plan: Plan, item: int) -> None:
    worth = plan.problem.worth[item]
    now = plan.take(item)
    plan.put(item, next((t for t in plan.problem.starts[item] if t < now and worth[t] >= worth[now] and plan.allows(item, t)), now))
