"""From candidates to a choice: the optimiser, the usual way beside it, what more money would bring, and what the gate is worth.

Everything is read once; the choice holds the items as they were read, so that a page or a frozen plan needs nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext as _

from mutua.foundation.ui import formats
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.queries.plans import Candidates
from mutua.relationships.queries.questions import Impossible, Question
from mutua.relationships.queries.readiness import Gate
from mutua.relationships.rules.kinds import Side
from mutua.relationships.rules.planning import Planned, use_of
from mutua.relationships.rules.returns import Estimate

if TYPE_CHECKING:
    from mutua.methods.portfolio import Choice, Standing, WhyNot

SECONDS = 60.0  # of work at most for the plan itself; small plans are proven in a fraction of a second
BESIDE = 6.0  # of work at most for each figure that stands beside the plan
GAP = 1e-3
# Shares of the budget at which the curve is drawn: close together where a search takes no time.
CURVE = tuple(Decimal(tenth) / 10 for tenth in range(1, 18))
COARSE = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1), Decimal("1.25"), Decimal("1.5"), Decimal("1.75"))
STEP_OF_BUDGET = 6  # one step more is a sixth of the year's budget
MANY = 60  # above so many candidates hours are not tried one team at a time, and the curve has fewer points
LOOK_EVERY = 1.0  # seconds between two looks whether somebody asked to stop
Keep = Callable[[dict[str, Any]], None]


class Report(Protocol):
    """Who is told how far the search has come: a row of progress, or a terminal."""

    @property
    def cancelled(self) -> bool: ...

    def expect(self, total: int) -> None: ...

    def advance(self, steps: int = 1, *, message: str | None = None) -> None: ...


class Stopped(Exception):
    """Somebody asked to stop; what was found until then has been kept."""


def find_choice(plan: PlanCycle, found: Candidates, report: Report, keep: Keep = lambda _choice: None) -> dict[str, Any]:
    """The choice as JSON values; money as text with two decimals, quarters counted from 0.

    keep: is given the choice each time something in it has got better: the usual way first, then the best plan, then what stands
    beside it. Raises Impossible, and Stopped once `report` says that it is cancelled.
    """
    return _Search(plan, found, report, keep).run()


class _Search:
    def __init__(self, plan: PlanCycle, found: Candidates, report: Report, keep: Keep) -> None:
        self.question, self.found, self.report, self.keep = Question(plan, found), found, report, keep
        self.candidates = self.question.candidates()
        self.forced_net = sum((found.planned[key].true_net for key in self.question.forced), Decimal(0))
        self.step = self.question.total / STEP_OF_BUDGET
        self.few = len(found.planned) <= MANY
        self.shares = CURVE if self.few else COARSE
        self._looked = time.monotonic()

    def run(self) -> dict[str, Any]:
        from mutua.methods.portfolio import choose, greedy

        steps = self._steps()
        self.report.expect(4 + len(steps) + len(self.shares))
        usual = greedy(self.candidates, **self.question.limits())
        choice = self._first(usual)
        self._kept(choice, _("The usual way of choosing is known"))
        try:
            best = choose(self.candidates, **self.question.limits(), gap=GAP, time_limit=SECONDS, watch=self._watch)
        except ValueError as error:
            raise Impossible(str(error)) from error
        choice |= self._of(best)
        self._kept(
            choice, _("The best plan is found") if best.status != "not proven" else _("The best plan so far is kept; it is not proven")
        )
        choice["gate"] = self._gate_worth(best)
        self._kept(choice, _("What the gate is worth"))
        for resource, period, step in steps:
            more = self._beside(self.question.more(resource, period, step), warm=best)
            choice["marginal"].append([resource, period, _money(max(Decimal(0), Decimal(more.value) - Decimal(best.value)))])
            self._kept(choice, _("What one step more would bring"), store=False)
        for share in self.shares:
            value = best.value if share == 1 else self._valued(share, best)
            if value is not None:
                choice["frontier"].append([_money(self.question.total * share), _money(Decimal(value) + self.forced_net)])
            self._kept(choice, _("What other budgets would return"), store=False)
        choice["complete"] = True
        self._kept(choice, _("Done"))
        return choice

    def _first(self, usual: Choice) -> dict[str, Any]:
        question, found = self.question, self.found
        return {
            "items": {key: _read(found.records[key], found.gates[found.records[key].pk], found.planned[key]) for key in found.planned},
            "forced": sorted(question.forced),
            "greedy": {
                "start": {**question.forced, **usual.start},
                "value": _money(Decimal(usual.value) + self.forced_net),
                "below": list(usual.below),
            },
            "capacity": {team: [str(hours) for hours in row] for team, row in question.capacity.items()},
            "budget": [_money(amount) for amount in question.budget],
            "bound_before": _use(found),
            "max_levers": question.max_levers if question.max_levers is None else question.max_levers + len(question.pulled),
            "floors": [{"tier": floor.tier, "items": floor.items, "money": _money(floor.money)} for floor in question.floors],
            "step": _money(self.step),
            "marginal": [],
            "frontier": [],
            "gate": None,
            "complete": False,
            **self._of(usual),
        }

    def _of(self, best: Choice) -> dict[str, Any]:
        start = {**self.question.forced, **best.start}
        return {
            "start": start,
            "value": _money(Decimal(best.value) + self.forced_net),
            "bound": _money(Decimal(best.bound) + self.forced_net),
            "status": best.status,
            "gap": None if best.gap == float("inf") else round(best.gap, 6),
            "used": _used(self.question, start),
            "why_not": {key: _reason(why) for key, why in best.why_not.items()},
        }

    def _kept(self, choice: dict[str, Any], message: str, *, store: bool = True) -> None:
        if store or self.report.cancelled:
            self.keep(choice)
        self.report.advance(message=message)
        if self.report.cancelled:
            raise Stopped

    def _watch(self, standing: Standing) -> bool:
        """Tells the gap so far, and whether somebody wants the search to end."""
        if time.monotonic() - self._looked < LOOK_EVERY:
            return False
        self._looked = time.monotonic()
        words = {"value": formats.shortened(standing.value), "gap": formats.share(min(standing.gap, 1.0), 2)}
        self.report.advance(0, message=_("%(value)s so far; at most %(gap)s more is possible") % words)
        return self.report.cancelled

    def _beside(self, limits: dict[str, Any], *, warm: Choice | None = None, gated: bool = True) -> Choice:
        from mutua.methods.portfolio import choose

        candidates = self.candidates if gated else self.question.candidates(gated=False)
        start = warm.start if warm is not None else None
        return choose(candidates, **limits, gap=GAP, time_limit=BESIDE, explain=False, warm=start, watch=self._watch)

    def _valued(self, share: Decimal, best: Choice) -> float | None:
        """What the best plan with this share of the budget is worth; None where it cannot reach the floors."""
        try:
            return self._beside(self.question.limits(share), warm=best if share > 1 else None).value
        except ValueError:
            return None

    def _steps(self) -> list[tuple[str, int, Decimal]]:
        """What is tried one step larger: the budget of each quarter and, of few candidates, the hours of each team."""
        quarters = range(self.question.periods)
        steps = [("budget", period, self.step) for period in quarters if self.step > 0]
        hours = sum((hour for row in self.question.capacity.values() for hour in row), Decimal(0))
        size = Decimal(round(hours / (10 * self.question.periods)))
        if self.few and size > 0:
            steps += [(team, period, size) for team in self.question.capacity for period in quarters]
        return steps

    def _gate_worth(self, best: Choice) -> dict[str, str]:
        """The gated plan, what a plan without gates would look like, and what that one would truly yield."""
        open_to_all = self._beside(self.question.limits(), warm=best, gated=False)
        planned = self.found.planned
        unready = [planned[key] for key in open_to_all.start if not planned[key].ready]
        as_entered = sum((planned[key].net for key in self.question.forced), Decimal(0))
        overstated = sum((item.net - item.true_net for item in unready), Decimal(0))
        return {
            "gated": _money(Decimal(best.value) + self.forced_net),
            "seems": _money(Decimal(open_to_all.value) + as_entered),
            "yields": _money(Decimal(open_to_all.value) - overstated + self.forced_net),
        }


def _use(found: Candidates) -> dict[str, Any]:
    """What earlier years have running takes of this one."""
    return {
        "money": [_money(amount) for amount in found.bound.money],
        "hours": {team: [str(hour) for hour in row] for team, row in found.bound.hours.items()},
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
        "lever": planned.lever,
        "tier": planned.tier,
        "owner_id": item.owner_id,
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


def _used(question: Question, start: Mapping[str, int]) -> dict[str, Any]:
    use = use_of(question.planned, start, question.periods)
    theirs = use_of({key: replace(item, costs=item.their_costs) for key, item in question.planned.items()}, start, question.periods)
    return {
        "money": [_money(amount) for amount in use.money],
        "their_money": [_money(amount) for amount in theirs.money],
        "hours": {team: [str(hour) for hour in row] for team, row in use.hours.items()},
    }


def _reason(why: WhyNot) -> dict[str, Any]:
    return {"code": why.code, "params": dict(why.params), "more": [_reason(more) for more in why.more]}


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"
