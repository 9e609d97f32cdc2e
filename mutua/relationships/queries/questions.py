"""A plan as the question that the optimiser is asked: its candidates, money, hours and limits, with what is decided already taken off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plans import Candidates, floors_of
from mutua.relationships.rules.planning import Planned, TierFloor, place_forced, plus, use_of

if TYPE_CHECKING:
    from mutua.methods.portfolio import Candidate, Floor


class Impossible(Exception):
    """The plan cannot be made as it was asked for; the sentence says why."""


class Question:
    """One plan's candidates, money and hours, ready to be asked several times.

    forced: items whose gate somebody overrode, with what they need: they are in the plan, and what they take is taken off first.
    """

    def __init__(self, plan: PlanCycle, found: Candidates) -> None:
        self.periods = len(plan.budget)
        self.planned = found.planned
        teams = {team for item in self.planned.values() for team in item.hours} | set(plan.capacity)
        none = [Decimal(0)] * self.periods
        self.capacity = {team: [Decimal(str(hours)) for hours in plan.capacity.get(team, none)] for team in sorted(teams)}
        self.budget = [Decimal(amount) for amount in plan.budget]
        self.rate = float(plan.discount_rate)
        self.customer_must_gain = plan.customer_must_gain
        self.forced = _forced(self.planned, self.periods)
        self._leave_room(found)
        self._levers(plan.max_levers)
        self.floors = [floor for floor in (asked.less(self.planned[key] for key in self.forced) for asked in floors_of(plan)) if floor]

    @property
    def total(self) -> Decimal:
        return sum(self.budget, Decimal(0))

    def _leave_room(self, found: Candidates) -> None:
        used = plus(use_of(self.planned, self.forced, self.periods), found.bound)
        none = [Decimal(0)] * self.periods
        self.free_budget = [have - taken for have, taken in zip(self.budget, used.money or none, strict=True)]
        self.free_capacity = {
            team: [have - taken for have, taken in zip(row, used.hours.get(team, none), strict=True)] for team, row in self.capacity.items()
        }
        short = [amount for row in (self.free_budget, *self.free_capacity.values()) for amount in row if amount < 0]
        if short and self.forced:
            raise Impossible(
                _("The items whose gate was overridden take more money or hours than the plan has. Raise them, or stop an item.")
            )
        if short:
            raise Impossible(
                _("What earlier years still have running takes more money or hours than the plan has. Raise them, or stop an item.")
            )

    def _levers(self, most: int | None) -> None:
        pulled = {self.planned[key].lever for key in self.forced} - {""}
        self.pulled, self.max_levers = pulled, most
        if most is None:
            return
        if len(pulled) > most:
            raise Impossible(_("The items whose gate was overridden pull more levers than the plan allows. Allow more, or stop an item."))
        self.max_levers = most - len(pulled)

    def candidates(self, *, gated: bool = True) -> list[Candidate]:
        from mutua.methods.portfolio import Candidate

        return [
            Candidate(
                key=item.key,
                account=str(item.account_id),
                returns=_floats(item.returns),
                costs=_floats(item.costs),
                hours={team: _floats(row) for team, row in item.hours.items()},
                requires=[needed for needed in item.requires if needed not in self.forced],
                lasts=item.lasts,
                ready_from=self._ready_from(item) if item.ready or not gated else None,
                customer_returns=_floats(_difference(item.their_returns, item.their_costs)),
                # A lever that a forced item pulls costs nothing more.
                lever=item.lever if item.lever and item.lever not in self.pulled else None,
            )
            for item in self.planned.values()
            if item.key not in self.forced
        ]

    def limits(self, share: Decimal = Decimal(1)) -> dict[str, Any]:
        """What every search is told. share: of the budget."""
        return self.with_money(
            [max(Decimal(0), free - have * (1 - share)) for free, have in zip(self.free_budget, self.budget, strict=True)]
        )

    def more(self, resource: str, period: int, step: Decimal) -> dict[str, Any]:
        """The limits with a step more money ("budget") or hours of a team in one quarter."""
        limits = self.limits()
        row = limits["budgets"] if resource == "budget" else limits["capacity"][resource]
        row[period] += float(step)
        return limits

    def with_money(self, budget: Iterable[Decimal]) -> dict[str, Any]:
        return {
            "budgets": [float(amount) for amount in budget],
            "capacity": {team: [float(hours) for hours in row] for team, row in self.free_capacity.items()},
            "discount_rate": self.rate,
            "customer_must_gain": self.customer_must_gain,
            "max_levers": self.max_levers,
            "floors": [self._floor(floor) for floor in self.floors],
        }

    def _floor(self, floor: TierFloor) -> Floor:
        from mutua.methods.portfolio import Floor

        accounts = {str(item.account_id) for item in self.planned.values() if item.tier == floor.tier and item.key not in self.forced}
        if not accounts:
            raise Impossible(
                _("The plan asks for more at accounts of tier %(tier)s, and no item of such an account can be chosen.")
                % {"tier": floor.tier}
            )
        return Floor(_("tier %(tier)s") % {"tier": floor.tier}, accounts, items=floor.items, spend=float(floor.money))

    def _ready_from(self, item: Planned) -> int:
        return max([item.not_before, *(self.forced[key] + self.planned[key].lasts for key in item.requires if key in self.forced)])


def _forced(planned: Mapping[str, Planned], periods: int) -> dict[str, int]:
    try:
        placed = place_forced(planned)
    except ValueError as error:
        raise Impossible(str(error)) from error
    unready = [key for key in placed if not planned[key].ready]
    if unready or any(begins >= periods for begins in placed.values()):
        raise Impossible(_("An item whose gate was overridden waits for others that are not ready, or that do not end within the year."))
    return placed


def _difference(gains: Any, costs: Any) -> list[Decimal]:
    longest = max(len(gains), len(costs))
    padded = [[*row, *[Decimal(0)] * (longest - len(row))] for row in (gains, costs)]
    return [gain - cost for gain, cost in zip(*padded, strict=True)]


def _floats(amounts: Iterable[Decimal]) -> list[float]:
    return [float(amount) for amount in amounts]
