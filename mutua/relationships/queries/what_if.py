"""What a roadmap would mean for both sides if these items were begun: nothing is saved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from mutua.foundation.access import Actor
from mutua.relationships.models import RoadmapItem, Touchpoint
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.plans import BEGUN
from mutua.relationships.queries.prerequisites import missing_before
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import roadmap_of
from mutua.relationships.rules.expectation import Price, improved_level
from mutua.relationships.rules.kinds import Side
from mutua.relationships.rules.lifecycles import STARTED
from mutua.relationships.rules.returns import Estimate


@dataclass(frozen=True)
class Choice:
    """One item of the roadmap. given: it is committed already, so that it counts without being ticked. missing: names of what has to come first and is not in."""

    gate: Gate
    is_in: bool
    given: bool
    missing: tuple[str, ...]

    @property
    def item(self) -> RoadmapItem:
        return self.gate.item

    @property
    def is_blocked(self) -> bool:
        return not self.given and not self.gate.is_passable


@dataclass(frozen=True)
class Place:
    """A touchpoint at which something would begin. price: of the least ready item that is in; None where there is no figure or nothing is known of what is at stake.

    hoped: with the usual effects of the catalogue, where every gate is open; None where they say nothing of this measure. effects: what they say of
    other measures there, (measure, size).
    """

    touchpoint: Touchpoint
    now: float | None
    after: float | None
    price: Price | None
    hoped: float | None = None
    effects: tuple[tuple[str, Decimal], ...] = ()

    @property
    def falls(self) -> bool:
        return self.now is not None and self.after is not None and self.after < self.now


@dataclass(frozen=True)
class SideOf:
    """What one side puts in and gets; net: likely return less investment."""

    cost: Decimal
    gain: Decimal
    low: Decimal
    high: Decimal

    @property
    def net(self) -> Decimal:
        return self.gain - self.cost


@dataclass(frozen=True)
class WhatIf:
    """true_net: ours at the readiness that there is, expected losses included; it is the net where both are ready for everything."""

    choices: tuple[Choice, ...]
    places: tuple[Place, ...]
    us: SideOf
    them: SideOf
    hours: Decimal
    loss: Decimal
    true_net: Decimal

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_in]

    @property
    def blocked(self) -> list[Choice]:
        return [choice for choice in self.chosen if choice.is_blocked]

    @property
    def waiting(self) -> list[Choice]:
        return [choice for choice in self.chosen if choice.missing]

    @property
    def unsized(self) -> list[Choice]:
        return [choice for choice in self.chosen if not choice.item.is_sized]

    @property
    def usually_worth(self) -> Decimal:
        """What the catalogue's usual effects of the unsized ones are worth to us a year; in no other number."""
        return sum((choice.gate.worth or Decimal(0) for choice in self.unsized), Decimal(0))


def what_if(actor: Actor, account_id: int, ticked: Collection[int]) -> WhatIf:
    """A fixed number of queries. Numbers that are no open item of the account are passed over."""
    items = roadmap_of(actor, account_id)
    going = [item for item in items if item.state not in ENDED]
    gates = gates_of(actor, going)
    given = {item.pk for item in going if item.state in STARTED}
    inside = given | {item.pk for item in going if item.pk in ticked}
    by_number = {item.pk: item for item in items}
    nowhere = missing_before(actor, going)
    choices = [
        Choice(gates[item.pk], item.pk in inside, item.pk in given, (*_missing(item, inside, by_number), *nowhere.get(item.pk, ())))
        for item in going
    ]
    chosen = [choice.gate for choice in choices if choice.is_in]
    places = tuple(_places(chosen))
    loss = sum((place.price.loss for place in places if place.price is not None and place.falls), Decimal(0))
    # A touchpoint falls once, by the least ready item, however many begin there.
    kept = sum((_at_readiness(gate) for gate in chosen), Decimal(0))
    return WhatIf(
        choices=tuple(choices),
        places=places,
        us=_side([gate.item for gate in chosen], Side.US),
        them=_side([gate.item for gate in chosen], Side.THEM),
        hours=sum((gate.item.total_hours for gate in chosen), Decimal(0)),
        loss=loss,
        true_net=kept - loss,
    )


def _missing(item: RoadmapItem, inside: Collection[int], by_number: dict[int, RoadmapItem]) -> list[str]:
    needed = [by_number[one.pk] for one in item.requires.all() if one.pk in by_number]
    return [one.name for one in needed if one.pk not in inside and one.state not in BEGUN]


def _places(chosen: Collection[Gate]) -> list[Place]:
    found: dict[int, list[Gate]] = {}
    for gate in chosen:
        found.setdefault(gate.item.activity.touchpoint_id, []).append(gate)
    places = []
    for gates in found.values():
        worst = min(gates, key=lambda gate: gate.ready.ratio)
        now = worst.performance.rate if worst.performance is not None else None
        after = now if worst.is_ready else worst.level
        price, hoped = (None, _with_effects(worst, gates)) if worst.is_ready else (worst.expected, None)
        places.append(Place(worst.item.activity.touchpoint, now, after, price, hoped, _other_effects(gates)))
    return places


def _with_effects(one: Gate, gates: Collection[Gate]) -> float | None:
    """The usual effects of all that begins there, together."""
    sizes = [gate.size for gate in gates if gate.size is not None]
    if not sizes or one.performance is None or one.performance.share is None:
        return None
    return float(improved_level(one.performance.share, sizes))


def _other_effects(gates: Collection[Gate]) -> tuple[tuple[str, Decimal], ...]:
    found: dict[str, Decimal] = {}
    for gate in gates:
        shown = () if gate.performance is None else (gate.performance.measure.key, gate.performance.measure.kind)
        for measure, size in gate.item.activity.sizes.items() if gate.is_ready else ():
            if measure not in shown:
                found[measure] = found.get(measure, Decimal(0)) + size
    return tuple((measure, size) for measure, size in found.items() if size)


def _at_readiness(gate: Gate) -> Decimal:
    """What an item nets at the readiness that there is, before any loss of performance."""
    return gate.true_net + gate.expected_loss


def _side(items: Collection[RoadmapItem], side: Side) -> SideOf:
    costs = sum((item.cost if side is Side.US else item.their_cost for item in items), Decimal(0))
    low, likely, high = (sum((item.net_return(side, estimate) for item in items), Decimal(0)) for estimate in Estimate)
    return SideOf(costs, likely, low, high)
