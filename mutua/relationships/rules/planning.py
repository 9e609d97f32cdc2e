"""What every plan of a year must keep: gates, prerequisites, budget and hours. Used before a plan is made and before it is approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from itertools import zip_longest

Amounts = Sequence[Decimal]
Capacity = Mapping[str, Amounts]


@dataclass(frozen=True)
class Planned:
    """One item as the plan reads it; position 0 of every sequence is the quarter in which it starts.

    ready: its gate is open or was overridden, and nothing it requires is out of reach (stuck_on: the names of what is). forced: somebody overrode its gate, so it has to be in the plan.
    not_before: first quarter in which it may start, 0 is the first of the year. true_net: what it is expected to yield at its readiness.
    lever: what it pulls, "" for none. tier: of its account.
    """

    key: str
    account: str
    costs: Amounts
    returns: Amounts
    hours: Capacity
    requires: tuple[str, ...] = ()
    lasts: int = 1
    not_before: int = 0
    ready: bool = True
    forced: bool = False
    stuck_on: tuple[str, ...] = ()
    true_net: Decimal = Decimal(0)
    their_costs: Amounts = ()
    their_returns: Amounts = ()
    account_id: int = 0
    tier: int | None = None
    lever: str = ""

    @property
    def cost(self) -> Decimal:
        return sum(self.costs, Decimal(0))

    @property
    def net(self) -> Decimal:
        return sum(self.returns, Decimal(0)) - sum(self.costs, Decimal(0))

    @property
    def their_net(self) -> Decimal:
        return sum(self.their_returns, Decimal(0)) - sum(self.their_costs, Decimal(0))


class Broken(StrEnum):
    GATE = "gate"
    PREREQUISITE = "prerequisite"
    BUDGET = "budget"
    HOURS = "hours"
    LEVERS = "levers"
    FLOOR = "floor"


@dataclass(frozen=True)
class Violation:
    """A promise that a plan would break. what: key of the item, or name of the team; period: the quarter, counted from 0."""

    broken: Broken
    what: str
    period: int | None = None
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Use:
    """Money and hours by quarter."""

    money: tuple[Decimal, ...] = ()
    hours: dict[str, tuple[Decimal, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.money) or any(any(row) for row in self.hours.values())


@dataclass(frozen=True)
class TierFloor:
    """What the accounts of a tier get at least: so many items, so much of our money over all quarters of the items. 0 asks for nothing."""

    tier: int
    items: int = 0
    money: Decimal = Decimal(0)

    def less(self, items: Iterable[Planned]) -> TierFloor:
        """What is still asked for when these are in the plan."""
        own = [item for item in items if item.tier == self.tier]
        spent = sum((item.cost for item in own), Decimal(0))
        return TierFloor(self.tier, max(0, self.items - len(own)), max(Decimal(0), self.money - spent))

    def __bool__(self) -> bool:
        return bool(self.items or self.money)


def use_of(items: Mapping[str, Planned], start: Mapping[str, int], periods: int) -> Use:
    """What the chosen take in each quarter of the year; what lies behind its end is not counted."""
    money = [Decimal(0)] * periods
    hours: dict[str, list[Decimal]] = {}
    for key, begins in sorted(start.items()):
        _book(money, items[key].costs, begins)
        for team, row in items[key].hours.items():
            _book(hours.setdefault(team, [Decimal(0)] * periods), row, begins)
    return Use(tuple(money), {team: tuple(row) for team, row in sorted(hours.items())})


def check_plan(
    items: Mapping[str, Planned],
    start: Mapping[str, int],
    budgets: Amounts,
    capacity: Capacity,
    *,
    bound: Use | None = None,
    max_levers: int | None = None,
    floors: Iterable[TierFloor] = (),
) -> list[Violation]:
    """Everything that is wrong with a plan: P4 gates, P5 prerequisites, P6 budget and hours, levers, floors. Empty: it may be approved.

    bound: what items of earlier years take of this one already.
    """
    broken = [Violation(Broken.GATE, key) for key in sorted(start) if not items[key].ready]
    for key, begins in sorted(start.items()):
        broken += [
            Violation(Broken.PREREQUISITE, key, begins)
            for needed in items[key].requires
            if needed not in start or start[needed] + items[needed].lasts > begins
        ]
    used = plus(use_of(items, start, len(budgets)), bound or Use())
    broken += _over(Broken.BUDGET, "", used.money, budgets)
    for team, row in used.hours.items():
        broken += _over(Broken.HOURS, team, row, capacity.get(team, [Decimal(0)] * len(budgets)))
    levers = {items[key].lever for key in start if items[key].lever}
    if max_levers is not None and len(levers) > max_levers:
        broken.append(Violation(Broken.LEVERS, "", amount=Decimal(len(levers) - max_levers)))
    broken += [Violation(Broken.FLOOR, str(floor.tier)) for floor in floors if floor.less(items[key] for key in start)]
    return broken


def plus(one: Use, other: Use) -> Use:
    """Both together. What has no rows is nothing."""
    teams = sorted({*one.hours, *other.hours})
    return Use(_sum(one.money, other.money), {team: _sum(one.hours.get(team, ()), other.hours.get(team, ())) for team in teams})


def place_forced(items: Mapping[str, Planned]) -> dict[str, int]:
    """Where the forced items and all that they need start: as early as prerequisites allow. ValueError on a circle."""
    wanted = _with_prerequisites(items, [key for key, item in items.items() if item.forced])
    try:
        order = list(TopologicalSorter({key: items[key].requires for key in sorted(wanted)}).static_order())
    except CycleError as error:
        raise ValueError(f"These items wait for each other: {', '.join(error.args[1])}.") from error
    start: dict[str, int] = {}
    for key in order:
        after = [start[needed] + items[needed].lasts for needed in items[key].requires]
        start[key] = max([items[key].not_before, *after])
    return start


def _with_prerequisites(items: Mapping[str, Planned], keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(items[key].requires)
    return found


def _book(row: list[Decimal], amounts: Amounts, begins: int) -> None:
    for offset, amount in enumerate(amounts):
        if begins + offset < len(row):
            row[begins + offset] += amount


def _sum(one: Amounts, other: Amounts) -> tuple[Decimal, ...]:
    return tuple(have + more for have, more in zip_longest(one, other, fillvalue=Decimal(0)))


def _over(kind: Broken, what: str, used: Amounts, limit: Amounts) -> list[Violation]:
    return [Violation(kind, what, period, one - most) for period, (one, most) in enumerate(zip(used, limit, strict=True)) if one > most]
