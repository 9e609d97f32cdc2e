"""Where orders are, as the person who looks may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from mutua.backoffice.models import Order, OrderLine, Shipment, ShipmentLine
from mutua.backoffice.queries.seen import orders_seen, shipments_seen
from mutua.backoffice.rules.where import Sent, Where, where_is
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared


def orders_and_where(actor: Actor, whose: Q, limit: int) -> list[Any]:
    """Orders with `.where`, those under way first, the newest before the others. Four queries, whatever their number."""
    return _placed(actor, list(_under_way_first(orders_seen(actor).filter(whose))[:limit]))


def orders_of_account(actor: Actor, account_id: int, limit: int) -> list[Any]:
    """The same of one account, for its page."""
    return _placed(actor, _of_account(actor, account_id, limit=limit))


@prepared
def _of_account(actor: Actor, account_id: int, *, limit: int) -> QuerySet[Order]:
    return _under_way_first(orders_seen(actor).filter(account=account_id))[:limit]


def _under_way_first(orders: QuerySet[Order]) -> QuerySet[Order]:
    open_first = Case(When(state=Order.State.OPEN, then=Value(0)), default=Value(1))
    return orders.order_by(open_first, F("dated_on").desc(nulls_last=True), "-pk")


def _placed(actor: Actor, orders: list[Any]) -> list[Any]:
    places = whereabouts(actor, orders)
    for order in orders:
        order.where = places[order.pk]
    return orders


def whereabouts(actor: Actor, orders: Sequence[Order]) -> dict[int, Where]:
    """{order: where it is} of orders that the caller has found for this actor. Three queries; none for no orders."""
    if not orders:
        return {}
    numbers = [order.pk for order in orders]
    told = {row["order"]: row for row in _promised(actor, numbers)}
    sent = _sent(actor, numbers)
    today = days.today()
    return {
        order.pk: where_is(
            cancelled=order.state == Order.State.CANCELLED,
            said_delivered=order.state == Order.State.DELIVERED,
            ordered=told[order.pk]["pieces"] if order.pk in told else Decimal(0),
            promised_on=told[order.pk]["first"] if order.pk in told else None,
            sent=sent[order.pk],
            today=today,
        )
        for order in orders
    }


@prepared
def _promised(actor: Actor, numbers: list[int]) -> QuerySet[Any, Any]:
    # By way of the orders: so that their index is used, and not all orders read for the few that are asked about.
    lines = visible_to(actor, OrderLine.objects.filter(order__in=Order.objects.filter(pk__in=numbers).values("pk")))
    return lines.order_by().values("order").annotate(pieces=Sum("quantity"), first=Min("promised_on"))


@prepared
def _shared(actor: Actor, numbers: list[int]) -> QuerySet[Any, Any]:
    """What of these orders each shipment carries, of those that carry several."""
    lines = visible_to(actor, ShipmentLine.objects.filter(order_line__order__in=numbers, shipment__deleted_at=None)).order_by()
    shared = lines.values("order_line__order", "shipment", "shipment__promised_on", "shipment__shipped_on", "shipment__delivered_on")
    return shared.annotate(pieces=Coalesce(Sum("quantity_ordered"), Decimal(0)))


@prepared
def _shipments(actor: Actor, numbers: list[int]) -> QuerySet[Shipment]:
    return shipments_seen(actor).filter(order__in=numbers)


def _sent(actor: Actor, numbers: list[int]) -> dict[int, list[Sent]]:
    """By order: its shipments, and of one that carries several orders only what belongs to it, where the lines say so."""
    found: dict[int, dict[int, Sent]] = defaultdict(dict)
    for row in _shipments(actor, numbers):
        found[row.order_id or 0][row.pk] = Sent(row.promised_on, row.shipped_on, row.delivered_on, row.quantity_ordered)
    for part in _shared(actor, numbers):
        whole = Sent(part["shipment__promised_on"], part["shipment__shipped_on"], part["shipment__delivered_on"], Decimal(0))
        found[part["order_line__order"]][part["shipment"]] = replace(whole, quantity=part["pieces"])
    return defaultdict(list, {number: list(shipments.values()) for number, shipments in found.items()})
