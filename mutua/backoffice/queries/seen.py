"""Orders and shipments of the accounts that the person who looks may see."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.backoffice.models import Order, Shipment
from mutua.foundation.access import Actor, find, visible_to


def orders_seen(actor: Actor) -> QuerySet[Order]:
    return visible_to(actor, Order.objects.all())


def shipments_seen(actor: Actor) -> QuerySet[Shipment]:
    return visible_to(actor, Shipment.objects.all())


def order_for(actor: Actor, order_id: int) -> Order:
    return find(orders_seen(actor).select_related("account"), pk=order_id)


def shipment_for(actor: Actor, shipment_id: int) -> Shipment:
    return find(shipments_seen(actor).select_related("account", "order", "supplier"), pk=shipment_id)
