"""Part of an import of orders or shipments was undone: sums, states, timelines and trading partners follow."""

from __future__ import annotations

from django.db import transaction

from mutua.backoffice.actions.tell_of_imports import take_shipments_back, tell_of_orders_again
from mutua.backoffice.actions.write_lines import settle_states, sum_orders, sum_shipments
from mutua.foundation.imports.importer import Undone


@transaction.atomic
def mend_orders(undone: Undone) -> None:
    """undone.above: orders whose lines are gone or say something else, and that may be gone themselves; whose they are."""
    customers = dict(undone.above)
    if orders := customers.pop("order", set()):
        sum_orders(orders)
        tell_of_orders_again(customers, orders)


@transaction.atomic
def mend_shipments(undone: Undone) -> None:
    """undone.above: shipments whose lines are gone or say something else, and that may be gone themselves; their accounts and orders."""
    if shipments := undone.above.get("shipment", set()):
        sum_shipments(shipments)
        settle_states(undone.above.get("order", set()))
        take_shipments_back(undone.above.get("account", set()), shipments, undone.run_id, undone.source)
