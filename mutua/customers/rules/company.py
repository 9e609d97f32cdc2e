"""The tree of a company as one person sees it, and what its figures come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Totals = dict[str, Decimal]  # an amount for each currency; counts stand under ""


@dataclass(frozen=True)
class Place:
    """An account in the tree. depth: 0 for the topmost that is shown."""

    account_id: int
    depth: int


def tree(start: int, parents: Mapping[int, int | None], seen: Sequence[int]) -> list[Place]:
    """The part of the company that hangs together with `start` through accounts that are seen, each before those below it.

    parents: account → the one above, of the whole company. seen: what the looker sees, in the order of showing.
    A branch that hangs on an account out of sight is left out: that both belong to one company is not told either.
    """
    visible = set(seen)
    below: dict[int, list[int]] = defaultdict(list)
    for account in seen:
        above = parents.get(account)
        if above is not None:
            below[above].append(account)
    return _walked(_top(start, parents, visible), below)


def rolled_up(places: Sequence[Place], amounts: Iterable[tuple[int, str, Decimal]]) -> dict[int, Totals]:
    """For each account its own amounts and those of all below it, a sum for each currency. places: as `tree` gives them."""
    totals: dict[int, Totals] = {place.account_id: {} for place in places}
    for account, currency, amount in amounts:
        if account in totals:
            totals[account][currency] = totals[account].get(currency, Decimal(0)) + amount
    line: list[Place] = []
    for place in reversed(places):
        # Backwards the tree is met from below: what stands deeper and has not been taken yet hangs on this one.
        while line and line[-1].depth > place.depth:
            _add(totals[place.account_id], totals[line.pop().account_id])
        line.append(place)
    return totals


def _top(start: int, parents: Mapping[int, int | None], visible: Collection[int]) -> int:
    line = [start]
    while (above := parents.get(line[-1])) is not None and above in visible and above not in line:
        line.append(above)
    return line[-1]


def _walked(top: int, below: Mapping[int, list[int]]) -> list[Place]:
    places: list[Place] = []
    waiting, met = [Place(top, 0)], {top}
    while waiting:
        place = waiting.pop()
        places.append(place)
        children = [child for child in below.get(place.account_id, ()) if child not in met]
        met.update(children)
        waiting.extend(Place(child, place.depth + 1) for child in reversed(children))
    return places


def _add(into: Totals, more: Totals) -> None:
    for currency, amount in more.items():
        into[currency] = into.get(currency, Decimal(0)) + amount
