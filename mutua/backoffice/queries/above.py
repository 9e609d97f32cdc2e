"""What says again what lines say: their orders and shipments, and the customers whose timelines and partners tell of these.

For undoing imports; nothing of it is shown.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model

from mutua.backoffice.models import Order, OrderLine, Shipment, ShipmentLine
from mutua.backoffice.models.party import COLUMNS
from mutua.foundation.imports.importer import Above


def orders_above(model: type[Model], ids: Collection[int]) -> Above:
    """order, account, person, household: of these order lines or orders."""
    if not ids or model not in (Order, OrderLine):
        return {}
    which = {"lines__in": list(ids)} if model is OrderLine else {"pk__in": list(ids)}
    rows = list(Order.everything.filter(**which).order_by("pk").values_list("pk", *COLUMNS).distinct())
    kinds = ("order", *(column.removesuffix("_id") for column in COLUMNS))
    return {kind: {row[place] for row in rows if row[place]} for place, kind in enumerate(kinds)}


def shipments_above(model: type[Model], ids: Collection[int]) -> Above:
    """shipment, account, order: of these shipment lines or shipments."""
    if not ids or model not in (Shipment, ShipmentLine):
        return {}
    which = {"lines__in": list(ids)} if model is ShipmentLine else {"pk__in": list(ids)}
    rows = list(Shipment.everything.filter(**which).order_by("pk").values_list("pk", "account_id", "order_id").distinct())
    return {kind: {row[place] for row in rows if row[place]} for place, kind in enumerate(("shipment", "account", "order"))}
