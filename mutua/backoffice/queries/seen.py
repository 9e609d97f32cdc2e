"""Orders and shipments of the customers whom the person who looks may see."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from mutua.backoffice.models import Order, Shipment
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to


class Days(Func):
    """Whole days from the second to the first; Django's own difference of two days is an interval."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def orders_seen(actor: Actor) -> QuerySet[Order]:
    return visible_to(actor, Order.objects.all())


def shipments_seen(actor: Actor) -> QuerySet[Shipment]:
    return visible_to(actor, Shipment.objects.all())


def order_for(actor: Actor, order_id: int) -> Order:
    return find(orders_seen(actor).select_related("account", "person", "household"), pk=order_id)


def shipment_for(actor: Actor, shipment_id: int) -> Shipment:
    return find(deliveries_seen(actor).select_related("account", "order", "supplier"), pk=shipment_id)


def deliveries_seen(actor: Actor, today: date | None = None) -> QuerySet[Shipment]:
    """Shipments with `days_late`: after the promise, negative when early; what is under way counts by today and is never early."""
    until = Coalesce(F("delivered_on"), Greatest(Value(today or days.today()), F("promised_on")))
    return shipments_seen(actor).annotate(days_late=Days(until, F("promised_on")))
