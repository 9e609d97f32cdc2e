"""Where nodes and flows stand in the value map: three columns, goods go from left to right, thickness in proportion to value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.ui import formats
from mutua.strategy.queries.value_map import US, Customer, ValueMap

WIDTH, TOP, ROW, BOX = 1080, 12, 52, 290
THINNEST, THICKEST = 1.5, 26.0


@dataclass(frozen=True)
class Node:
    """One box. side: "us" for ourselves, "them" for customers, "" for other partners.

    hangs: of a customer, how far the two-sided bar at its foot goes from its middle: to the left by its part of our revenue, to the
    right by our part of its spend; half the box is the whole. None where neither is known.
    """

    x: float
    y: float
    name: str
    below: str
    side: str
    wide: int = BOX
    tall: int = ROW - 10
    hangs: tuple[float, float] | None = None

    @property
    def middle(self) -> float:
        return self.x + self.wide / 2

    @property
    def left_end(self) -> float:
        return self.middle - (self.hangs[0] if self.hangs else 0)

    @property
    def foot(self) -> float:
        return self.y + self.tall - 5


@dataclass(frozen=True)
class Stream:
    """One flow: the `d` of its line and its thickness."""

    d: str
    thick: float
    side: str


@dataclass(frozen=True)
class ValuePicture:
    nodes: list[Node]
    streams: list[Stream]
    label: str
    table: dict[str, Any]
    height: int
    width: int = WIDTH


def value_picture(found: ValueMap, us: str) -> ValuePicture:
    """us: what our own company is called."""
    rows = max(len(found.suppliers) + 1, len(found.customers), len(found.buyers), 1)
    height = TOP * 2 + rows * ROW
    left = [
        (US, us, formats.money(found.revenue, found.currency, short=True) if found.revenue is not None else "", "us"),
        *((one.pk, one.name, "", "") for one in found.suppliers),
    ]
    middle = [(one.account.pk, one.account.name, _below(one), "them") for one in found.customers]
    right = [(one.pk, one.name, "", "") for one in found.buyers]
    hanging = {one.account.pk: _hangs(one) for one in found.customers}
    places: dict[int, Node] = {}
    # Where nobody is known to buy from the customers, these stand at the right.
    centre = (WIDTH - BOX) / 2 if right else float(WIDTH - BOX)
    for x, column in ((0.0, left), (centre, middle), (float(WIDTH - BOX), right)):
        room = (height - 2 * TOP) / max(len(column), 1)
        for at, (number, name, below, side) in enumerate(column):
            top = round(TOP + room * (at + 0.5) - (ROW - 10) / 2, 1)
            places[number] = Node(x, top, _cut(name), below, side, hangs=hanging.get(number))
    most = max((float(flow.value) for flow in found.flows), default=0.0) or 1.0
    streams = [
        Stream(_curve(places[flow.start], places[flow.end]), round(max(THINNEST, float(flow.value) / most * THICKEST), 1), "us" if flow.start == US else "")
        for flow in sorted(found.flows, key=lambda flow: -flow.value)
        if flow.start in places and flow.end in places and places[flow.start].x < places[flow.end].x
    ]  # fmt: skip
    return ValuePicture(
        list(places.values()), streams, _label(found), {"columns": columns(), "rows": [row(one, found) for one in found.customers]}, height
    )


def _hangs(one: Customer) -> tuple[float, float] | None:
    if one.of_our_revenue is None and one.of_their_spend is None:
        return None
    return round(float(one.of_our_revenue or 0) * BOX / 2, 1), round(float(one.of_their_spend or 0) * BOX / 2, 1)


def _curve(start: Node, end: Node) -> str:
    x, y, to, at = start.x + start.wide, start.y + start.tall / 2, end.x, end.y + end.tall / 2
    middle = (x + to) / 2
    return f"M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {at:g} {to:g} {at:g}"


def _cut(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:29]}…"


def _below(one: Customer) -> str:
    parts = []
    if one.of_our_revenue is not None:
        parts.append(_("%(part)s of our revenue") % {"part": _short(one.of_our_revenue)})
    if one.of_their_spend is not None:
        parts.append(_("we are %(part)s of their spend") % {"part": _short(one.of_their_spend)})
    return "; ".join(parts) or _("what it spends is not known")


def _short(part: Decimal) -> str:
    """Whole percents, and tenths of what is less than one."""
    return formats.share(part, 1 if part < Decimal("0.01") else 0)


def _label(found: ValueMap) -> str:
    return _("%(customers)s customers buy from us; %(suppliers)s other suppliers sell to them, %(buyers)s partners buy from them.") % {
        "customers": len([one for one in found.customers if one.spend]), "suppliers": len(found.suppliers), "buyers": len(found.buyers),
    }  # fmt: skip


def columns() -> list[str]:
    return [_("Customer"), _("Buys from us, a year"), _("Part of our revenue"), _("Our part of their spend"), _("Strategic relationship")]


def row(one: Customer, found: ValueMap) -> list[str]:
    return [
        one.account.name,
        formats.money(one.spend, found.currency) if one.spend is not None else "–",
        formats.share(one.of_our_revenue, 1) if one.of_our_revenue is not None else "–",
        formats.share(one.of_their_spend, 1) if one.of_their_spend is not None else "–",
        " ".join(told(one)) or "–",
    ]


def told(one: Customer) -> list[str]:
    """For whom a Strategic relationship is unlikely to be wanted, in a sentence with its figure."""
    said = []
    if "them" in one.unlikely_for:
        said.append(_("Hardly wanted by them: we are %(part)s of what they spend.") % {"part": formats.share(one.of_their_spend, 1)})
    if "us" in one.unlikely_for:
        said.append(_("Hardly worth it to us: they are %(part)s of our revenue.") % {"part": formats.share(one.of_our_revenue, 1)})
    return said


def hardly(found: ValueMap) -> Iterable[tuple[Customer, list[str]]]:
    return [(one, said) for one in found.customers if (said := told(one))]
