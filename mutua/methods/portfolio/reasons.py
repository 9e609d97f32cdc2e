"""Why a candidate is not in the plan, as a code with numbers and as words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mutua.methods.portfolio.plan import Plan, Shortfall
from mutua.methods.portfolio.problem import BUDGET, Problem
from mutua.methods.portfolio.solving import Solved, best_with

# Up to so many columns the plan that takes a left-out candidate is solved for; beyond, the prices of the relaxation answer.
SOLVED_AGAIN = 400
# All of them together may take so much work.
WORK = 2.0


def gettext_noop(message: str) -> str:
    """Marks a message for translation; the caller of `words` translates it."""
    return message


SENTENCES = {
    "never_ready": gettext_noop("Its readiness gate is not open."),
    "ready_after_horizon": gettext_noop("It is ready only in %(ready_from)s, and the plan ends with %(last)s."),
    "prerequisite_impossible": gettext_noop("It needs %(requires)s, which cannot be done in this plan."),
    "prerequisites_too_long": gettext_noop("What it needs first leaves no period to start in before the plan ends."),
    "prerequisite_missing": gettext_noop("It needs %(requires)s, which is not in the plan."),
    "prerequisite_late": gettext_noop("It needs %(requires)s, which is done only from %(free_from)s, and the plan ends with %(last)s."),
    "no_value": gettext_noop("It returns %(amount)s less than it costs."),
    "breaks_even": gettext_noop("It returns just what it costs."),
    "no_value_together": gettext_noop("Together they return %(amount)s less than they cost."),
    "over_budget": gettext_noop("The budget of %(period)s would be exceeded by %(amount)s."),
    "over_hours": gettext_noop("The hours of %(team)s in %(period)s would be short by %(amount)s."),
    "too_many_levers": gettext_noop("The plan may pull %(limit)s levers, and this would be %(amount)s too many."),
    "customer_loses": gettext_noop("%(account)s would lose %(amount)s."),
    "displaced": gettext_noop("The best plan that takes it is worth %(amount)s less."),
    "displaced_at_least": gettext_noop("Any plan that takes it is worth at least %(amount)s less."),
    "equally_good": gettext_noop("A plan that takes it is worth the same."),
    "not_found": gettext_noop("The search ended before it found a better plan with it."),
}


def plain(amount: float) -> str:
    """The amount with thousands separated and at most two decimals; what is smaller than that in three digits."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".") if abs(amount) >= 0.005 else f"{amount:.3g}"


@dataclass(frozen=True)
class WhyNot:
    """code: a key of SENTENCES. params: its numbers and names. more: what else stands in the way, or what taking it would cost.

    In `params` periods count from 0; requires, team and account are names; amounts are floats in the unit of the input.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    more: tuple[WhyNot, ...] = ()

    def words(
        self,
        *,
        translate: Callable[[str], str] = str,
        period: Callable[[int], str] = "period {}".format,
        amount: Callable[[float], str] = plain,
    ) -> str:
        """The sentences, with periods and amounts said as the caller says them."""
        said: dict[str, object] = {}
        for name, value in self.params.items():
            if isinstance(value, float):
                said[name] = amount(value)
            elif name in ("period", "ready_from", "free_from", "last") and isinstance(value, int):
                said[name] = period(value)
            else:
                said[name] = value
        rest = [reason.words(translate=translate, period=period, amount=amount) for reason in self.more]
        return " ".join([translate(SENTENCES[self.code]) % said, *rest])

    def __str__(self) -> str:
        return self.words()


def reasons(solved: Solved, *, proven: bool) -> dict[str, WhyNot]:
    """For every candidate that the plan leaves out, what kept it out, by key."""
    problem = solved.plan.problem
    left_out = [item for item in range(len(problem.items)) if item not in solved.plan.start]
    work = WORK / len(left_out) if proven and left_out and len(solved.programme.columns) <= SOLVED_AGAIN else 0.0
    columns: dict[int, list[int]] = {}
    for column, (item, _start) in enumerate(solved.programme.columns):
        columns.setdefault(item, []).append(column)
    rank = {item: place for place, item in enumerate(problem.order)}
    asked = _Asked(solved, solved.plan.value, columns, rank, work)
    return {problem.items[item].key: _why(asked, item) for item in left_out}


@dataclass(frozen=True)
class _Asked:
    """What is the same for every candidate that is asked about, looked up once: of thousands each would else look through all.

    value: of the plan. columns: of each item. rank: place of each item in an order in which prerequisites come first. work: for each candidate.
    """

    solved: Solved
    value: float
    columns: Mapping[int, Sequence[int]]
    rank: Mapping[int, int]
    work: float


def _why(asked: _Asked, item: int) -> WhyNot:
    plan = asked.solved.plan
    if not plan.problem.starts[item]:
        return _impossible(plan.problem, item)
    bundle = _with_missing_prerequisites(plan, item, asked.rank)
    if len(bundle) == 1 and plan.problem.worth[item, 0] <= 0 and not plan.problem.useful[item]:
        return _unprofitable("no_value", plan.problem, bundle)
    obstacles = _obstacles(plan, bundle)
    elsewhere = _elsewhere(asked, item)
    if len(bundle) > 1:
        names = ", ".join(plan.problem.items[other].key for other in bundle[:-1])
        return WhyNot("prerequisite_missing", {"requires": names}, (*obstacles, *elsewhere))
    found = [*obstacles, *elsewhere] or [WhyNot("not_found")]
    return WhyNot(found[0].code, found[0].params, tuple(found[1:]))


def _impossible(problem: Problem, item: int) -> WhyNot:
    candidate, last = problem.items[item], problem.horizon - 1
    if candidate.ready_from is None:
        return WhyNot("never_ready")
    if candidate.ready_from > last:
        return WhyNot("ready_after_horizon", {"ready_from": candidate.ready_from, "last": last})
    for needed in problem.requires[item]:
        if not problem.starts[needed]:
            return WhyNot("prerequisite_impossible", {"requires": problem.items[needed].key}, (_impossible(problem, needed),))
    first = max([candidate.ready_from, *(problem.starts[needed][0] + problem.items[needed].lasts for needed in problem.requires[item])])
    if first > last:
        return WhyNot("prerequisites_too_long")
    return _spoken(problem, _smallest(problem, [Plan(problem).shortfalls({item: start}) for start in range(first, last + 1)]))[0]


def _with_missing_prerequisites(plan: Plan, item: int, rank: Mapping[int, int]) -> list[int]:
    """The item and all that it needs and the plan lacks, prerequisites first."""
    missing, waiting = {item}, [item]
    while waiting:
        for needed in plan.problem.requires[waiting.pop()]:
            if needed not in plan.start and needed not in missing:
                missing.add(needed)
                waiting.append(needed)
    # The sorter's order also decides in which words the list is read.
    return sorted(missing, key=rank.__getitem__)


def _obstacles(plan: Plan, bundle: list[int]) -> tuple[WhyNot, ...]:
    """What breaks if the bundle is added to the plan: at the moment at which least breaks."""
    problem, item = plan.problem, bundle[-1]
    starts: dict[int, int] = {}
    for other in bundle:
        first = 0
        for needed in problem.requires[other]:
            begun = starts.get(needed, plan.start.get(needed, 0))
            first = max(first, begun + problem.items[needed].lasts)
            if first >= problem.horizon:
                late = {"requires": problem.items[needed].key, "free_from": first, "last": problem.horizon - 1}
                return (WhyNot("prerequisite_late", late),)
        possible = [start for start in problem.starts[other] if start >= first]
        if not possible:
            return (WhyNot("prerequisites_too_long"),)
        starts[other] = possible[0]
    if sum(problem.worth[other, start] for other, start in starts.items()) <= 0:
        return (_unprofitable("no_value_together" if len(bundle) > 1 else "no_value", problem, bundle),)
    tries = [plan.shortfalls({**starts, item: start}) for start in problem.starts[item] if start >= starts[item]]
    return _spoken(problem, _smallest(problem, tries))


def _unprofitable(code: str, problem: Problem, bundle: list[int]) -> WhyNot:
    loss = -float(sum(problem.worth[item, 0] for item in bundle))
    return WhyNot(code, {"amount": loss}) if loss > 0 else WhyNot("breaks_even")


def _smallest(problem: Problem, tries: list[list[Shortfall]]) -> list[Shortfall]:
    def size(broken: list[Shortfall]) -> float:
        limits = {name: float(row.max()) for name, row in zip(problem.resources, problem.limits, strict=True)}
        return sum(one.amount / max(limits.get(one.what, 1.0), 1e-9) for one in broken)

    return min(tries, key=size)


def _spoken(problem: Problem, broken: list[Shortfall]) -> tuple[WhyNot, ...]:
    said = []
    for one in broken:
        if one.what == "levers":
            said.append(WhyNot("too_many_levers", {"limit": problem.max_levers, "amount": int(one.amount)}))
        elif one.what == "customer":
            said.append(WhyNot("customer_loses", {"account": one.account, "amount": one.amount}))
        elif one.what == BUDGET:
            said.append(WhyNot("over_budget", {"period": one.period, "amount": one.amount}))
        else:
            said.append(WhyNot("over_hours", {"team": one.what, "period": one.period, "amount": one.amount}))
    return tuple(said)


def _elsewhere(asked: _Asked, item: int) -> tuple[WhyNot, ...]:
    """What a plan with it would be worth less than this one, as far as it is known."""
    solved, value = asked.solved, asked.value
    if asked.work > 0:
        other = best_with(solved.plan.problem, item, work=asked.work)
        if other is not None:
            less = value - other
            return (WhyNot("displaced", {"amount": less}) if less > 1e-9 * max(1.0, abs(value)) else WhyNot("equally_good"),)
    most = max((solved.relaxation.at_most_with(column) for column in asked.columns.get(item, ())), default=solved.bound)
    return (WhyNot("displaced_at_least", {"amount": value - most}),) if value - most > 1e-9 * max(1.0, abs(value)) else ()
