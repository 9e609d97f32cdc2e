"""Lines, each with the row in which it arrived."""

from __future__ import annotations

from typing import Any

from mutua.backoffice.models import Order, OrderLine, Shipment, ShipmentLine
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.imports.queries.source_rows import rows_as_they_arrived


def lines_of_shipment(actor: Actor, shipment: Shipment) -> list[ShipmentLine]:
    """The lines with `.arrived`: the source's own row, or None. Two queries."""
    return _with_rows("shipments", list(visible_to(actor, ShipmentLine.objects.filter(shipment=shipment))))


def lines_of_order(actor: Actor, order: Order) -> list[OrderLine]:
    """The lines with their product and `.arrived`. Two queries."""
    return _with_rows("orders", list(visible_to(actor, OrderLine.objects.filter(order=order)).select_related("product")))


def _with_rows(kind: str, lines: list[Any]) -> list[Any]:
    arrived = rows_as_they_arrived(kind, [line.pk for line in lines])
    for line in lines:
        line.arrived = arrived.get(line.pk)
    return lines
