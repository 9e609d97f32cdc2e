"""A plan as its page shows it: from the frozen snapshot where there is one, else from the newest choice. Nothing is computed anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from mutua.foundation.access import Actor
from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import Scale, path, steps
from mutua.foundation.ui.gantt import Bar, Gantt, gantt, segments
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plan_seen import NO_ROOM, as_seen

Read = dict[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """One item that is not in the plan. told: why not, as the search kept it; items: all that it chose among, by key."""

    item: Read
    told: Read | None
    items: dict[str, Read]

    @property
    def not_ready(self) -> bool:
        return bool(self.item.get("stuck_on")) or not self.item["ready"]

    @property
    def reason(self) -> str:
        """In words, put together when somebody reads it: a plan may leave out thousands."""
        if self.item.get("stuck_on"):
            words = gettext("It needs %(names)s first, which this plan cannot choose.")
            return words % {"names": ", ".join(self.item["stuck_on"])}
        if not self.item["ready"]:
            words = gettext("Readiness %(ratio)s; its gate is %(gate)s. Not offered to the optimiser.")
            return words % {"ratio": _plain(self.item["ratio"]), "gate": _plain(self.item["gate"])}
        return why(self.told, self.items) if self.told else ""


@dataclass(frozen=True)
class Frontier:
    """What each budget could return: drawn, and as rows of a table."""

    line: str
    budget_x: float
    best: tuple[float, float]
    usual: tuple[float, float]
    rows: tuple[tuple[Decimal, Decimal], ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class PlanPage:
    """Everything that the page of an optimised plan shows; money in the plan's currency.

    unseen: how many items of accounts that the reader does not see are in the plan, unseen_left: are left out. Where there are any, the totals
    are those of the rest, and what is told of the plan as a whole (value, usual, most, gate, frontier, marginal) is not there.
    """

    read: Read
    chosen: tuple[Read, ...]
    left_out: tuple[LeftOut, ...]
    gantt: Gantt
    budget: tuple[Decimal, ...]
    hours_used: Decimal
    hours_had: Decimal
    frontier: Frontier | None
    marginal: tuple[tuple[str, int, Decimal], ...]
    overrides: tuple[Read, ...]
    unseen: int = 0
    unseen_left: int = 0

    @property
    def is_whole(self) -> bool:
        return not (self.unseen or self.unseen_left)

    @property
    def value(self) -> Decimal:
        return Decimal(self.read["value"])

    @property
    def usual(self) -> Decimal:
        return Decimal(self.read["greedy"]["value"])

    @property
    def helpful(self) -> list[tuple[str, int, Decimal]]:
        """Steps that would bring something, money before hours."""
        return sorted((row for row in self.marginal if row[2] > 0), key=lambda row: (row[0] != "budget", row[0], row[1]))

    @property
    def less_usual(self) -> Decimal:
        return self.value - self.usual

    @property
    def gate_scale(self) -> Decimal:
        return max([*self.gate.values(), Decimal(1)])

    @property
    def cost(self) -> Decimal:
        """All that the chosen cost, also behind the end of the year."""
        return _total(self.chosen, "costs")

    @property
    def spent(self) -> Decimal:
        """Within the year: what the budget bounds."""
        return _spent(self.read, self.read["start"])

    @property
    def spent_later(self) -> Decimal:
        return self.cost - self.spent

    @property
    def back(self) -> Decimal:
        return _total(self.chosen, "returns")

    @property
    def own_net(self) -> Decimal:
        return self.back - self.cost

    @property
    def expected_less(self) -> Decimal:
        """What is expected to be lost of it, where gates were overridden: the value has it off already."""
        forced = [item for key, item in self.read["items"].items() if key in self.read.get("forced", ())]
        return _total(forced, "returns") - _total(forced, "costs") - sum((Decimal(item["true_net"]) for item in forced), Decimal(0))

    @property
    def their_net(self) -> Decimal:
        return _total(self.chosen, "their_returns") - _total(self.chosen, "their_costs")

    @property
    def losing_customers(self) -> list[str]:
        """Accounts to which the plan brings less than they put in."""
        accounts: dict[str, Decimal] = {}
        for item in self.chosen:
            accounts[item["account"]] = (
                accounts.get(item["account"], Decimal(0)) + _total([item], "their_returns") - _total([item], "their_costs")
            )
        return sorted(name for name, net in accounts.items() if net < 0)

    @property
    def total_budget(self) -> Decimal:
        return sum(self.budget, Decimal(0))

    @property
    def gate(self) -> dict[str, Decimal]:
        """gated, seems, yields; empty while nobody has asked."""
        return {name: Decimal(amount) for name, amount in (self.read.get("gate") or {}).items()}

    @property
    def is_complete(self) -> bool:
        """Whether the search went to its end. Plans of before that could be stopped have no word for it."""
        return bool(self.read.get("complete", True))

    @property
    def is_proven(self) -> bool:
        return bool(self.read["status"] != "not proven")

    @property
    def most(self) -> Decimal:
        """No plan returns more."""
        return Decimal(self.read["bound"])

    @property
    def low(self) -> Decimal:
        """Our net if every chosen item returns its low estimate."""
        return _net_at(self.chosen, "low")

    @property
    def high(self) -> Decimal:
        return _net_at(self.chosen, "high")


def plan_page(actor: Actor, plan: PlanCycle) -> PlanPage | None:
    """None while nothing has been chosen."""
    seen = as_seen(actor, plan)
    if seen is None:
        return None
    read = seen.read
    items: dict[str, Read] = read["items"]
    keys = sorted(read["start"], key=lambda key: (read["start"][key], items[key]["account"], items[key]["name"], key))
    chosen = tuple({**items[key], "first": read["start"][key] + 1} for key in keys)
    budget = tuple(Decimal(amount) for amount in read["budget"])
    quarters = len(budget)
    return PlanPage(
        read=read,
        chosen=chosen,
        left_out=tuple(
            LeftOut(items[key], read["why_not"].get(key), items) for key in sorted(items, key=_by_name(items)) if key not in read["start"]
        ),
        gantt=gantt([_bar(item, items, quarters) for item in chosen], quarters, budget if seen.is_whole else ()),
        budget=budget,
        hours_used=sum((Decimal(hour) for row in read["used"]["hours"].values() for hour in row), Decimal(0)),
        hours_had=sum((Decimal(hour) for row in read["capacity"].values() for hour in row), Decimal(0)),
        frontier=_frontier(read) if seen.is_whole else None,
        marginal=tuple((name, period + 1, Decimal(more)) for name, period, more in read.get("marginal", ())),
        overrides=tuple(item for item in chosen if item["override"]),
        unseen=seen.unseen,
        unseen_left=seen.unseen_left,
    )


def reason_left_out(read: Read, key: str) -> str:
    """Why the choice leaves an item out, in words."""
    return LeftOut(read["items"][key], read["why_not"].get(key), read["items"]).reason


def why(reason: Read, items: dict[str, Read]) -> str:
    """The stored reason in the reader's words; keys of items become their names."""
    from mutua.methods.portfolio import WhyNot

    if reason["code"] == NO_ROOM:
        return gettext("The plan of all accounts has no room for it.")
    return _why_not(reason, items, WhyNot).words(translate=gettext, period=lambda quarter: f"Q{quarter + 1}", amount=formats.shortened)


def _why_not(reason: Read, items: dict[str, Read], build: Callable[..., Any]) -> Any:
    params = dict(reason["params"])
    if "requires" in params:
        params["requires"] = ", ".join(items[key]["name"] if key in items else key for key in str(params["requires"]).split(", "))
    if "account" in params:
        params["account"] = next(
            (item["account"] for item in items.values() if str(item["account_id"]) == params["account"]), params["account"]
        )
    return build(reason["code"], params, tuple(_why_not(more, items, build) for more in reason["more"]))


def _bar(item: Read, items: dict[str, Read], quarters: int) -> Bar:
    hours = sum((Decimal(hour) for row in item["hours"].values() for hour in row), Decimal(0))
    note = gettext("%(account)s · %(hours)s h") % {"account": item["account"], "hours": formats.number(hours)}
    after = [items[key]["name"] for key in item["requires"] if key in items]
    if after:
        note += " · " + gettext("after %(names)s") % {"names": ", ".join(after)}
    url = f"/accounts/{item['account_id']}/roadmap/{item['id']}/"
    parts = segments(item["first"], item["lasts"], item["costs"], item["their_costs"], quarters)
    return Bar(item["name"], note, url, item["first"], parts, _total([item], "returns"), _total([item], "their_returns"))


def _frontier(read: Read) -> Frontier:
    from mutua.foundation.ui.drawing import ticks

    rows = [(Decimal(0), Decimal(0)), *((Decimal(budget), Decimal(value)) for budget, value in read["frontier"])]
    budget, value, usual = sum(map(Decimal, read["budget"]), Decimal(0)), Decimal(read["value"]), Decimal(read["greedy"]["value"])
    spent = _spent(read, read["greedy"]["start"])
    widest = max([*(row[0] for row in rows), Decimal(1)])
    low, high = min([Decimal(0), *(row[1] for row in rows)]), max([*(row[1] for row in rows), value, Decimal(1)])
    across, up = Scale(0, float(widest), 56, 456), Scale(float(low), float(high) * 1.08, 208, 12)
    points = [(across(float(x)), up(float(y))) for x, y in rows]
    return Frontier(
        line=steps(points) if len(points) > 1 else path(points),
        budget_x=across(float(budget)),
        best=(across(float(budget)), up(float(value))),
        usual=(across(float(spent)), up(float(usual))),
        rows=tuple(rows),
        x_ticks=tuple((across(tick), formats.shortened(tick)) for tick in ticks(0, float(widest), 5)),
        y_ticks=tuple((up(tick), formats.shortened(tick)) for tick in ticks(float(low), float(high) * 1.08, 4)),
    )


def _spent(read: Read, start: dict[str, int]) -> Decimal:
    """What the items that start so take of the year's budget; what they cost afterwards is another year's."""
    within = ({"costs": read["items"][key]["costs"][: len(read["budget"]) - begins]} for key, begins in start.items())
    return _total(list(within), "costs")


def _net_at(items: Sequence[Read], estimate: str) -> Decimal:
    told = sum((Decimal(item[estimate]) if estimate in item else _total([item], "returns") for item in items), Decimal(0))
    return told - _total(items, "costs")


def _total(items: Sequence[Read], name: str) -> Decimal:
    return sum((Decimal(amount) for item in items for amount in item[name]), Decimal(0))


def _by_name(items: dict[str, Read]) -> Callable[[str], tuple[str, str, str]]:
    return lambda key: (items[key]["account"], items[key]["name"], key)


def _plain(number: str) -> str:
    return formats.number(Decimal(number), 2).rstrip("0").rstrip(".") if "." in formats.number(Decimal(number), 2) else number
