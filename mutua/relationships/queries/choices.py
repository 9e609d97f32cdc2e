"""From candidates to a choice: the optimiser, the usual way beside it, what more money would bring, and what the gate is worth.

Everything is read once; the choice holds the items as they were read, so that a page or a frozen plan needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.queries.plans import Candidates
from mutua.relationships.queries.readiness import Gate
from mutua.relationships.rules.kinds import Side
from mutua.relationships.rules.planning import Planned, place_forced, use_of
from mutua.relationships.rules.returns import Estimate

if TYPE_CHECKING:
    from mutua.foundation.jobs import Progress
    from mutua.methods.portfolio import Candidate, Choice, WhyNot

SECONDS = 6.0  # of work for one search; small plans are proven in a fraction of it
FRONTIER = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1), Decimal("1.25"), Decimal("1.5"), Decimal("1.75"))
STEP_OF_BUDGET = 6  # one step more is a sixth of the year's budget
MANY = 60  # above so many candidates hours are not tried one team at a time
STEPS = 4 + len(FRONTIER)


class Impossible(Exception):
    """The plan cannot be made as it was asked for; the sentence says why."""


class _Question:
    """One plan's candidates, money and hours, ready to be asked several times."""

    def __init__(self, plan: PlanCycle, planned: Mapping[str, Planned]) -> None:
        self.periods = len(plan.budget)
        self.planned = planned
        teams = {team for item in planned.values() for team in item.hours} | set(plan.capacity)
        none = [Decimal(0)] * self.periods
        self.capacity = {team: [Decimal(str(hours)) for hours in plan.capacity.get(team, none)] for team in sorted(teams)}
        self.budget = [Decimal(amount) for amount in plan.budget]
        self.rate = float(plan.discount_rate)
        self.customer_must_gain = plan.customer_must_gain
        self.forced = _forced(planned, self.periods)
        self._leave_room()

    def _leave_room(self) -> None:
        used = use_of(self.planned, self.forced, self.periods)
        self.free_budget = [have - taken for have, taken in zip(self.budget, used.money, strict=True)]
        self.free_capacity = {
            team: [have - taken for have, taken in zip(row, used.hours.get(team, [Decimal(0)] * self.periods), strict=True)]
            for team, row in self.capacity.items()
        }
        short = [amount for row in (self.free_budget, *self.free_capacity.values()) for amount in row if amount < 0]
        if short:
            raise Impossible(
                _("The items whose gate was overridden take more money or hours than the plan has. Raise them, or stop an item.")
            )

    def candidates(self, *, gated: bool = True) -> list[Candidate]:
        from mutua.methods.portfolio import Candidate

        return [
            Candidate(
                key=item.key,
                account=item.account,
                returns=_floats(item.returns),
                costs=_floats(item.costs),
                hours={team: _floats(row) for team, row in item.hours.items()},
                requires=[needed for needed in item.requires if needed not in self.forced],
                lasts=item.lasts,
                ready_from=self._ready_from(item) if item.ready or not gated else None,
                customer_returns=_floats(_difference(item.their_returns, item.their_costs)),
            )
            for item in self.planned.values()
            if item.key not in self.forced
        ]

    def _ready_from(self, item: Planned) -> int:
        return max([item.not_before, *(self.forced[key] + self.planned[key].lasts for key in item.requires if key in self.forced)])

    def limits(self, share: Decimal = Decimal(1)) -> dict[str, Any]:
        budget = [max(Decimal(0), free - have * (1 - share)) for free, have in zip(self.free_budget, self.budget, strict=True)]
        return {
            "budgets": [float(amount) for amount in budget],
            "capacity": {team: [float(hours) for hours in row] for team, row in self.free_capacity.items()},
            "discount_rate": self.rate,
            "customer_must_gain": self.customer_must_gain,
        }


def find_choice(plan: PlanCycle, found: Candidates, report: Progress) -> dict[str, Any]:
    """The choice as JSON values; money as text with two decimals, quarters counted from 0. Raises Impossible."""
    from mutua.methods.portfolio import choose, greedy

    question = _Question(plan, found.planned)
    forced_net = sum((found.planned[key].true_net for key in question.forced), Decimal(0))
    step = sum(question.budget, Decimal(0)) / STEP_OF_BUDGET
    best = choose(question.candidates(), **question.limits(), time_limit=SECONDS, step=_steps(question, step))
    report.advance(message=_("The best plan is found"))
    usual = greedy(question.candidates(), **question.limits())
    report.advance(message=_("Beside the usual way of choosing"))
    frontier = []
    for share in FRONTIER:
        value = choose(question.candidates(), **question.limits(share), time_limit=SECONDS / 4).value
        frontier.append([_money(sum(question.budget, Decimal(0)) * share), _money(Decimal(value) + forced_net)])
        report.advance(message=_("What other budgets would return"))
    start = {**question.forced, **best.start}
    choice = {
        "items": {key: _read(found.records[key], found.gates[found.records[key].pk], found.planned[key]) for key in found.planned},
        "start": start,
        "forced": sorted(question.forced),
        "value": _money(Decimal(best.value) + forced_net),
        "bound": _money(Decimal(best.bound) + forced_net),
        "status": best.status,
        "greedy": {"start": {**question.forced, **usual.start}, "value": _money(Decimal(usual.value) + forced_net)},
        "used": _used(question, start),
        "capacity": {team: [str(hours) for hours in row] for team, row in question.capacity.items()},
        "budget": [_money(amount) for amount in question.budget],
        "step": _money(step),
        "marginal": [[name, period, _money(Decimal(more))] for (name, period), more in sorted(best.marginal.items())],
        "why_not": {key: _reason(why) for key, why in best.why_not.items()},
        "frontier": frontier,
        "gate": _gate_worth(question, found, best, forced_net),
    }
    report.advance(message=_("What the gate is worth"))
    return choice


def _forced(planned: Mapping[str, Planned], periods: int) -> dict[str, int]:
    try:
        placed = place_forced(planned)
    except ValueError as error:
        raise Impossible(str(error)) from error
    unready = [key for key in placed if not planned[key].ready]
    if unready or any(begins >= periods for begins in placed.values()):
        raise Impossible(_("An item whose gate was overridden waits for others that are not ready, or that do not end within the year."))
    return placed


def _steps(question: _Question, step: Decimal) -> dict[str, float]:
    steps = {"budget": float(step)} if step else {}
    hours = sum((hour for row in question.capacity.values() for hour in row), Decimal(0))
    if len(question.planned) <= MANY and hours:
        steps["hours"] = float(round(hours / (10 * question.periods)))
    return {name: size for name, size in steps.items() if size > 0}


def _gate_worth(question: _Question, found: Candidates, best: Choice, forced_net: Decimal) -> dict[str, str]:
    """The gated plan, what a plan without gates would look like, and what that one would truly yield."""
    from mutua.methods.portfolio import choose

    open_to_all = choose(question.candidates(gated=False), **question.limits(), time_limit=SECONDS / 2)
    unready = [found.planned[key] for key in open_to_all.start if not found.planned[key].ready]
    overstated = sum((item.net - item.true_net for item in unready), Decimal(0))
    return {
        "gated": _money(Decimal(best.value) + forced_net),
        "seems": _money(Decimal(open_to_all.value) + forced_net),
        "yields": _money(Decimal(open_to_all.value) - overstated + forced_net),
    }


def _read(item: RoadmapItem, gate: Gate, planned: Planned) -> dict[str, Any]:
    """The item as it was believed when the plan was made."""
    return {
        "id": item.pk,
        "version": item.version,
        "name": item.name,
        "activity": item.activity.key,
        "touchpoint": item.activity.touchpoint.name,
        "account": item.account.name,
        "account_id": item.account_id,
        "costs": [_money(amount) for amount in item.investment_us],
        "returns": [_money(amount) for amount in item.return_us],
        "their_costs": [_money(amount) for amount in item.investment_them],
        "their_returns": [_money(amount) for amount in item.return_them],
        "split": item.returns,
        "low": _money(item.net_return(Side.US, Estimate.LOW)),
        "high": _money(item.net_return(Side.US, Estimate.HIGH)),
        "hours": {team: [str(hour) for hour in row] for team, row in planned.hours.items()},
        "lasts": item.lasts,
        "requires": list(planned.requires),
        "ratio": f"{float(gate.ready.ratio):.4f}",
        "gate": str(item.gate),
        "ready": planned.ready,
        "stuck_on": list(planned.stuck_on),
        "true_net": _money(planned.true_net),
        "override": None
        if gate.override is None
        else {
            "by": gate.override.by_name,
            "reason": gate.override.reason,
            "expected_loss": _money(gate.override.expected_loss),
            "worst_loss": _money(gate.override.worst_loss),
        },
    }


def _used(question: _Question, start: Mapping[str, int]) -> dict[str, Any]:
    use = use_of(question.planned, start, question.periods)
    theirs = use_of({key: replace(item, costs=item.their_costs) for key, item in question.planned.items()}, start, question.periods)
    return {
        "money": [_money(amount) for amount in use.money],
        "their_money": [_money(amount) for amount in theirs.money],
        "hours": {team: [str(hour) for hour in row] for team, row in use.hours.items()},
    }


def _reason(why: WhyNot) -> dict[str, Any]:
    return {"code": why.code, "params": dict(why.params), "more": [_reason(more) for more in why.more]}


def _difference(gains: Any, costs: Any) -> list[Decimal]:
    longest = max(len(gains), len(costs))
    padded = [[*row, *[Decimal(0)] * (longest - len(row))] for row in (gains, costs)]
    return [gain - cost for gain, cost in zip(*padded, strict=True)]


def _floats(amounts: Iterable[Decimal]) -> list[float]:
    return [float(amount) for amount in amounts]


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"
