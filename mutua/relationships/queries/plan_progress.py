"""An approved plan against what has happened: money and hours by quarter, and the items that are late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Outlay, PlanCycle, RoadmapItem
from mutua.relationships.queries.plan_seen import as_seen
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.lifecycles import FINISHED, ItemState
from mutua.relationships.rules.progress import Late, last_quarter, late, quarter_of

Read = dict[str, Any]


@dataclass(frozen=True)
class Quarter:
    """number: from 1. Money in the plan's currency."""

    number: int
    planned: Decimal
    spent: Decimal
    hours_planned: Decimal
    hours_taken: Decimal
    is_now: bool
    is_over: bool


@dataclass(frozen=True)
class LateItem:
    """number: of the quarter in which it should have begun, or by whose end it should be done."""

    item: RoadmapItem
    late: Late
    number: int


@dataclass(frozen=True)
class Progress:
    """outside: spent on the plan's items before or after its quarters. states: how many of its items are where."""

    quarters: tuple[Quarter, ...]
    outside: Decimal
    late: tuple[LateItem, ...]
    items: int
    finished: int
    running: int
    stopped: int

    @property
    def planned(self) -> Decimal:
        return sum((quarter.planned for quarter in self.quarters), Decimal(0))

    @property
    def spent(self) -> Decimal:
        return sum((quarter.spent for quarter in self.quarters), Decimal(0)) + self.outside

    @property
    def scale(self) -> Decimal:
        """The money of a full bar."""
        return max([Decimal(1), *(amount for quarter in self.quarters for amount in (quarter.planned, quarter.spent))])


def items_of_plan(actor: Actor, plan: PlanCycle) -> list[RoadmapItem]:
    """What an approved plan committed, as it stands today; nothing before approval."""
    return list(items_seen(actor).filter(pk__in=[int(key) for key in (plan.snapshot or {}).get("start", {})]).order_by("pk"))


def progress_of(actor: Actor, plan: PlanCycle) -> Progress | None:
    """Of the items that this person sees. None before approval. Three queries at most."""
    seen = as_seen(actor, plan)
    if plan.snapshot is None or seen is None:
        return None
    frozen = seen.read
    items = [item for item in items_of_plan(actor, plan) if str(item.pk) in frozen["start"]]
    now = quarter_of(days.today(), plan.year)
    spent, taken, outside = _outlays(actor, plan, items)
    quarters = len(frozen["budget"])
    hours = [sum((Decimal(row[place]) for row in frozen["used"]["hours"].values()), Decimal(0)) for place in range(quarters)]
    states = [item.state for item in items]
    return Progress(
        quarters=tuple(
            Quarter(place + 1, Decimal(frozen["used"]["money"][place]), spent[place], hours[place], taken[place], place == now, place < now)
            for place in range(quarters)
        ),
        outside=outside,
        late=tuple(_late(frozen, items, now)),
        items=len(frozen["start"]),
        finished=sum(state in FINISHED for state in states),
        running=states.count(ItemState.RUNNING),
        stopped=states.count(ItemState.STOPPED),
    )


def _outlays(actor: Actor, plan: PlanCycle, items: list[RoadmapItem]) -> tuple[list[Decimal], list[Decimal], Decimal]:
    """Money and hours by quarter of the plan, and money outside of them."""
    quarters = len(plan.budget)
    spent, taken, outside = [Decimal(0)] * quarters, [Decimal(0)] * quarters, Decimal(0)
    rows = visible_to(actor, Outlay.objects.filter(item__in=[item.pk for item in items]))
    for on, amount, hours in rows.values_list("on", "amount", "hours"):
        place = quarter_of(on, plan.year)
        if 0 <= place < quarters:
            spent[place] += amount
            taken[place] += hours
        else:
            outside += amount
    return spent, taken, outside


def _late(frozen: Read, items: list[RoadmapItem], now: int) -> Iterable[LateItem]:
    for item in items:
        begins, lasts = frozen["start"][str(item.pk)], frozen["items"][str(item.pk)]["lasts"]
        found = late(begins, lasts, item.state, now)
        if found is not None:
            yield LateItem(item, found, (begins if found is Late.BEGIN else last_quarter(begins, lasts)) + 1)
