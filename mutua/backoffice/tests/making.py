"""Orders and shipments for tests."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from mutua.backoffice.models import Asset, CreditStanding, Invoice, Order, OrderLine, Shipment, ShipmentLine, Worth, WorthCohort
from mutua.backoffice.models.party import Party
from mutua.customers.models import Account

_numbers = count(1)


def make_order(party: Party, *, value: Any = "1000.00", dated_on: date | None = None, **given: Any) -> Order:
    placed_on = given.pop("placed_on", date(2026, 3, 2))
    return Order.objects.create(
        **_of(party),
        number=given.pop("number", f"PO-{next(_numbers)}"),
        currency=given.pop("currency", "USD"),
        value=value,
        placed_on=placed_on,
        dated_on=dated_on or placed_on,
        **given,
    )


def make_order_line(order: Order, **given: Any) -> OrderLine:
    wanted = {"position": order.lines.count() + 1, "description": "Paper towels, 12 rolls", "quantity": 10, "value": "100.00"}
    return OrderLine.objects.create(order=order, **{**wanted, **given})


def make_shipment(account: Account, *, promised_on: date = date(2026, 3, 10), late_by: int | None = 0, **given: Any) -> Shipment:
    """A shipment delivered `late_by` days after the promise (negative: early; None: still under way), in full."""
    if "delivered_on" not in given:
        given["delivered_on"] = None if late_by is None else promised_on + timedelta(days=late_by)
    delivered = given["delivered_on"]
    given.setdefault("recorded_on", delivered)
    ordered = given.pop("quantity_ordered", 100)
    given.setdefault("quantity_delivered", ordered if delivered else None)
    return Shipment.objects.create(
        account=account,
        number=given.pop("number", f"ASN-{next(_numbers)}"),
        currency=given.pop("currency", "USD"),
        value=given.pop("value", "1000.00"),
        promised_on=promised_on,
        quantity_ordered=ordered,
        **given,
    )


def make_shipment_line(shipment: Shipment, **given: Any) -> ShipmentLine:
    wanted = {
        "description": "Paper towels, 12 rolls",
        "promised_on": shipment.promised_on,
        "quantity_ordered": shipment.quantity_ordered,
        "quantity_delivered": shipment.quantity_delivered,
        "value": shipment.value,
    }
    return ShipmentLine.objects.create(shipment=shipment, **{**wanted, **given})


def make_invoice(party: Party, *, value: Any = "1000.00", open_amount: Any = None, **given: Any) -> Invoice:
    """One that is wholly open and due on 9 April 2026, unless said otherwise."""
    wanted = {"number": f"INV-{next(_numbers)}", "currency": "USD", "invoiced_on": date(2026, 3, 10), "due_on": date(2026, 4, 9)}
    wanted |= {"as_of": date(2026, 3, 11), **given}
    return Invoice.objects.create(**_of(party), value=value, open_amount=value if open_amount is None else open_amount, **wanted)


def make_credit(party: Party, *, exposure: Any = "1000.00", **given: Any) -> CreditStanding:
    return CreditStanding.objects.create(**_of(party), exposure=exposure, **{"currency": "USD", "as_of": date(2026, 3, 11), **given})


def _of(party: Party) -> dict[str, Any]:
    return {party._meta.model_name or "": party}


def make_asset(party: Party, **given: Any) -> Asset:
    wanted = {
        "serial_number": f"SN-{next(_numbers)}",
        "description": "Analyser",
        "shipped_on": date(2026, 3, 1),
        "as_of": date(2026, 6, 30),
    }
    return Asset.objects.create(**{**wanted, **_of(party), **given})


def make_worth(party: Party, **given: Any) -> Worth:
    """What a customer is expected to order, of the only cohort there is."""
    currency = given.setdefault("currency", "USD")
    WorthCohort.objects.get_or_create(
        kind=party._meta.model_name, currency=currency, defaults={"counted_on": date(2026, 3, 10), "customers": 120, "again": 110}
    )
    return Worth.objects.create(**_of(party), **{"orders": 3, "alive": 0.9, "purchases": 2.5, "value": "750.00", **given})
