"""What the back office tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, say

_SHIPMENTS = "backoffice.shipment.view"
say("backoffice.order.placed", _("They ordered {value} with {number}"), needs="backoffice.order.view", icon="shopping-cart")
say("backoffice.order.cancelled", _("They cancelled {number}, worth {value}"), needs="backoffice.order.view", icon="shopping-cart")
say("backoffice.shipment.arrived_late", _("Shipment {number} arrived {days} days late"), needs=_SHIPMENTS, icon="truck-delivery")
say("backoffice.shipment.arrived_early", _("Shipment {number} arrived {days} days early"), needs=_SHIPMENTS, icon="truck-delivery")
say("backoffice.shipment.arrived_on_the_day", _("Shipment {number} arrived on the promised day"), needs=_SHIPMENTS, icon="truck-delivery")


@dataclass(frozen=True)
class ShipmentRecorded(Event):
    """One shipment came from the back office or changed there."""

    name: ClassVar[str] = "backoffice.shipment.recorded"
    shipment_id: int
    account_id: int


@dataclass(frozen=True)
class ShipmentsImported(Event):
    """An import brought new or changed shipments of these accounts; told once an import."""

    name: ClassVar[str] = "backoffice.shipments.imported"
    run_id: int
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class OrdersImported(Event):
    """An import brought new or changed orders of these accounts, people and households; told once an import."""

    name: ClassVar[str] = "backoffice.orders.imported"
    run_id: int
    account_ids: tuple[int, ...]
    person_ids: tuple[int, ...] = ()
    household_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class ShipmentsTakenBack(Event):
    """Undoing an import took shipments of these accounts away or gave them their old values; told for each part of the undoing."""

    name: ClassVar[str] = "backoffice.shipments.taken_back"
    run_id: int
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class InvoicesImported(Event):
    """An import brought new or changed invoices of these accounts; told once an import."""

    name: ClassVar[str] = "backoffice.invoices.imported"
    run_id: int
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class CreditImported(Event):
    """An import brought new or changed credit standing of these accounts; told once an import."""

    name: ClassVar[str] = "backoffice.credit.imported"
    run_id: int
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class WorthCounted(Event):
    """What customers are worth was worked out anew, of all of them."""

    name: ClassVar[str] = "backoffice.worth.counted"


@dataclass(frozen=True)
class AssetsImported(Event):
    """An import brought new or changed assets of these accounts; told once an import."""

    name: ClassVar[str] = "backoffice.assets.imported"
    run_id: int
    account_ids: tuple[int, ...]
