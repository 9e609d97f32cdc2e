"""The two doors: `choose` for the best plan, `greedy` for the usual one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mutua.methods.portfolio.candidate import Candidate
from mutua.methods.portfolio.floor import Floor
from mutua.methods.portfolio.plan import Plan, plan_of
from mutua.methods.portfolio.problem import BUDGET, Problem, frame
from mutua.methods.portfolio.reasons import WhyNot, reasons
from mutua.methods.portfolio.solving import Solved, relaxed, solve

HOURS = "hours"
# One second of CP-SAT on one idle core of 2026 does 0.25 to 0.6 units of its deterministic work, by the kind of question.
WORK_A_SECOND = 0.25
ITERATIONS_A_SECOND = 2_000

Status = Literal["optimal", "within gap", "not proven"]


@dataclass(frozen=True)
class Choice:
    """A plan and how sure it is.

    start: {key: period in which it starts}, of the chosen. value: their discounted returns minus costs, in the unit of the input.
    bound: no plan is worth more. gap: (bound − value) / value; 0 when proven to a millionth, infinite where value is 0 and bound is not.
    status: "optimal" (proven to a millionth of the value), "within gap" (the gap asked for is proven), "not proven" (work ran out first, or nobody tried).
    used: {"budget" or team: amount in each period}.
    marginal: {("budget" or team, period): what one step more of it brings}, where `step` was given. Both plans are solved to the
    same gap, so differences below bound − value are noise unless the status is "optimal".
    why_not: {key: why it is not in the plan}, of those left out.
    below: names of floors that are not reached; only a greedy plan can have any.
    """

    start: dict[str, int]
    value: float
    bound: float
    gap: float
    status: Status
    used: dict[str, tuple[float, ...]]
    marginal: dict[tuple[str, int], float] = field(default_factory=dict)
    why_not: dict[str, WhyNot] = field(default_factory=dict)
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How far a search has come: the value of the best plan so far, what none can exceed, and the gap between the two."""

    value: float
    bound: float
    gap: float


def choose(
    candidates: Iterable[Candidate],
    *,
    budgets: Sequence[float],
    capacity: Mapping[str, Sequence[float]],
    discount_rate: float = 0.0,
    max_levers: int | None = None,
    customer_must_gain: bool = False,
    floors: Iterable[Floor] = (),
    gap: float = 1e-3,
    time_limit: float = 60.0,
    step: Mapping[str, float] | None = None,
    explain: bool = True,
    warm: Mapping[str, int] | None = None,
    watch: Callable[[Standing], bool] | None = None,
) -> Choice:
    """The plan with the highest net value, and the proof of how good it is.

    budgets: one number a period; their number is the horizon T. capacity: {team: T numbers}. What an item costs or takes after
    the horizon is not bounded; what it costs and returns there counts in the value. discount_rate: a period, flows of period 0
    are not discounted. max_levers: greatest number of different levers among the chosen. customer_must_gain: for each account
    the discounted customer_returns of what is chosen sum to 0 or more. floors: what groups of accounts get at least.
    gap: a plan proven to lie so near to the bound is good enough (small questions are solved to the optimum all the same, as
    long as that is quick). time_limit: seconds, turned into a fixed amount of work, so that a busy machine takes longer but
    gives the same plan; on an idle core the work takes about that time or less. It is not a wall clock: building the rows
    and solving the relaxation come on top where there are far more than 100,000 starts.
    step: {"budget": money, team: hours, "hours": hours for all teams not named}: solve again with one step more of each resource
    in each period, one solution for each, every one with its own time_limit.
    explain: say of each candidate that is left out why it is; False where nobody reads it (a small question is solved again
    for each of them, which takes longer than the plan itself).
    warm: {key: period} of a plan to begin from, such as the one for a little less money; what is unsound in it is left out.
    watch: is shown the best plan so far, before and during each search, often; answering True ends the search with that plan, which
    then says "not proven" unless it is. It is the only thing that can make two runs of one question differ.

    Raises ValueError with one sentence for a wrong question (what is checked: see Candidate; unknown or circular prerequisites,
    keys used twice, unknown teams, capacity of another length than the budgets, anything negative or not finite), and where no plan reaches the floors.
    """
    problem = frame(
        candidates,
        budgets=budgets,
        capacity=capacity,
        discount_rate=discount_rate,
        max_levers=max_levers,
        customer_must_gain=customer_must_gain,
        floors=floors,
    )
    if not math.isfinite(gap) or gap < 0:
        raise ValueError(f"The gap must be a share of 0 or more, as in 0.001, not {gap}.")
    if not math.isfinite(time_limit) or time_limit <= 0:
        raise ValueError(f"The time limit must be a number of seconds above 0, not {time_limit}.")
    steps = _steps(problem, step or {})
    solved = _solve(problem, gap, time_limit, _warm(problem, warm), watch=watch)
    marginal = {
        (resource, period): max(
            0.0, _solve(problem.with_more(resource, period, more), gap, time_limit, solved.plan).plan.value - solved.plan.value
        )
        for resource, more in steps.items()
        for period in range(problem.horizon)
    }
    return _choice(solved, gap, marginal, explain=explain)


def greedy(
    candidates: Iterable[Candidate],
    *,
    budgets: Sequence[float],
    capacity: Mapping[str, Sequence[float]],
    discount_rate: float = 0.0,
    max_levers: int | None = None,
    customer_must_gain: bool = False,
    floors: Iterable[Floor] = (),
) -> Choice:
    """The usual plan, to show beside: highest return on investment (discounted net value ÷ discounted costs) first, of equals the first key.

    Takes each candidate whose prerequisites are in, at the most valuable period in which it fits, and never reconsiders. It takes
    nothing that does not pay by itself. Floors it fills first, in the same order; those it does not reach stand in `below`. The bound
    beside it is the relaxation's. Arguments and errors as in `choose`, except that a floor out of reach is no error.
    """
    problem = frame(
        candidates,
        budgets=budgets,
        capacity=capacity,
        discount_rate=discount_rate,
        max_levers=max_levers,
        customer_must_gain=customer_must_gain,
        floors=floors,
    )
    return _choice(relaxed(problem, iterations=int(60 * ITERATIONS_A_SECOND)), 0.0, {}, explain=True)


def _solve(
    problem: Problem, gap: float, seconds: float, warm: Plan | None = None, watch: Callable[[Standing], bool] | None = None
) -> Solved:
    iterations = max(1_000, int(seconds * ITERATIONS_A_SECOND))
    seen = None if watch is None else lambda solved: watch(_standing(solved))
    return solve(problem, gap=gap, work=seconds * WORK_A_SECOND, iterations=iterations, warm=warm, watch=seen)


def _warm(problem: Problem, start: Mapping[str, int] | None) -> Plan | None:
    if start is None:
        return None
    place = {item.key: position for position, item in enumerate(problem.items)}
    unknown = sorted(start.keys() - place)
    if unknown:
        raise ValueError(f"The plan to begin from starts {unknown[0]}, which is not among the candidates.")
    return plan_of(problem, {place[key]: period for key, period in start.items()})


def _standing(solved: Solved) -> Standing:
    return Standing(solved.plan.value, max(solved.bound, solved.plan.value), solved.gap)


def _steps(problem: Problem, step: Mapping[str, float]) -> dict[str, float]:
    """{resource: step}, in the order of the resources."""
    for name, more in step.items():
        if name != HOURS and name not in problem.resources:
            raise ValueError(f"A step is asked of {name}, which is neither {BUDGET!r}, {HOURS!r} nor a team whose capacity is given.")
        if not math.isfinite(more) or more <= 0:
            raise ValueError(f"The step of {name} must be a number above 0, not {more}.")
    found = {}
    for resource in problem.resources:
        size = step.get(resource, None if resource == BUDGET else step.get(HOURS))
        if size is not None:
            found[resource] = float(size)
    return found


def _choice(solved: Solved, gap: float, marginal: dict[tuple[str, int], float], *, explain: bool) -> Choice:
    problem, plan = solved.plan.problem, solved.plan
    status: Status = "optimal" if solved.gap == 0 else "within gap" if solved.gap <= gap else "not proven"
    return Choice(
        start={problem.items[item].key: plan.start[item] for item in sorted(plan.start)},
        value=plan.value,
        bound=max(solved.bound, plan.value),
        gap=solved.gap,
        status=status,
        used={name: tuple(map(float, row)) for name, row in zip(problem.resources, plan.used, strict=True)},
        marginal=marginal,
        why_not=reasons(solved, proven=status == "optimal") if explain else {},
        below=tuple(plan.below()),
    )
