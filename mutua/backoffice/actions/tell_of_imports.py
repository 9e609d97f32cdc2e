"""After an import: one event, a line in the timeline of each account for what arrived, and the trading partners it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import islice

from django.db import transaction

from mutua.backoffice.events import OrdersImported, ShipmentsImported, ShipmentsTakenBack
from mutua.backoffice.models import Order, OrderLine, Shipment
from mutua.backoffice.queries.trade import supplied_per_year
from mutua.customers.actions.note_trade import note_trade
from mutua.foundation.access import Actor, flow_actor
from mutua.foundation.events import announce
from mutua.foundation.money import Money
from mutua.foundation.timeline.kinds import noun_of
from mutua.foundation.timeline.models import TimelineEntry
from mutua.foundation.timeline.writing import Entry, write_entries

TOUCHPOINT = "physical-delivery"
TRADE, UNDOING = "trade_of_shipments", "an import is undone"
ORDERING = "order-management"
ARRIVED = "backoffice.shipment.arrived_"
PLACED = "backoffice.order.placed"
CANCELLED = "backoffice.order.cancelled"
AT_ONCE = 5_000
ORDERS = "backoffice.order."

Customers = dict[str, set[int]]  # {kind: numbers}, as timelines call them


@transaction.atomic
def tell_of_orders(actor: Actor, run_id: int, line_ids: Collection[int]) -> None:
    """Tell once that orders came; `line_ids`: the order lines that are new or changed."""
    numbers: set[int] = set()
    for some in _parts(line_ids):
        numbers |= set(OrderLine.objects.filter(pk__in=some, order__deleted_at=None).values_list("order_id", flat=True))
    customers: dict[str, set[int]] = defaultdict(set)
    for some in _parts(sorted(numbers)):
        for kind, its in _tell_of_placings(Order.objects.filter(pk__in=some)).items():
            customers[kind] |= its
    told = {f"{kind}_ids": tuple(sorted(customers[kind])) for kind in ("account", "person", "household")}
    announce(OrdersImported(run_id=run_id, **told), actor=actor)


@transaction.atomic
def tell_of_shipments(actor: Actor, run_id: int, source: str, line_ids: Collection[int]) -> None:
    """Tell once that shipments came; `line_ids`: the shipment lines that are new or changed."""
    shipments = list(Shipment.objects.filter(lines__in=line_ids).distinct())
    accounts = sorted({shipment.account_id for shipment in shipments})
    arrived = [shipment for shipment in shipments if shipment.delivered_on is not None]
    _tell_again(
        ARRIVED, {"account": set(accounts)}, [shipment.get_absolute_url() for shipment in shipments], [_arrival(one) for one in arrived]
    )
    if accounts:
        _note_trade(accounts, source)
    announce(ShipmentsImported(run_id=run_id, account_ids=tuple(accounts)), actor=actor)


def tell_of_orders_again(customers: Customers, order_ids: Collection[int]) -> None:
    """Timelines tell of these orders as they are now: of one without lines, or that is gone, nothing."""
    left = Order.objects.filter(pk__in=order_ids, placed_on__isnull=False, lines__isnull=False).distinct()
    _tell_again(ORDERS, customers, [Order(pk=pk).get_absolute_url() for pk in order_ids], [_placing(order) for order in left])


def tell_of_shipments_again(account_ids: Collection[int], shipment_ids: Collection[int], source: str) -> None:
    """Timelines and trading partners tell of these shipments as they are now: timelines of one without lines, or that is gone, nothing."""
    left = Shipment.objects.filter(pk__in=shipment_ids, delivered_on__isnull=False, lines__isnull=False).distinct()
    links = [Shipment(pk=pk).get_absolute_url() for pk in shipment_ids]
    _tell_again(ARRIVED, {"account": set(account_ids)}, links, [_arrival(shipment) for shipment in left])
    _note_trade(account_ids, source)


def take_shipments_back(account_ids: Collection[int], shipment_ids: Collection[int], run_id: int, source: str) -> None:
    """An undone import took some of these shipments away, or gave them their old values."""
    tell_of_shipments_again(account_ids, shipment_ids, source)
    announce(ShipmentsTakenBack(run_id=run_id, account_ids=tuple(sorted(account_ids))), actor=flow_actor(UNDOING))


def _tell_of_placings(orders: Iterable[Order]) -> Customers:
    """Returns whose they are."""
    customers: Customers = defaultdict(set)
    links, lines = [], []
    for order in orders:
        kind, number = order.subject
        customers[kind].add(number)
        links.append(order.get_absolute_url())
        if order.placed_on is not None:
            lines.append(_placing(order))
    _tell_again(ORDERS, customers, links, lines)
    return customers


def _note_trade(account_ids: Collection[int], source: str) -> None:
    note_trade(flow_actor(TRADE), source, supplied_per_year(account_ids), forget_others_of=account_ids)


def _tell_again(sentence: str, customers: Customers, links: Collection[str], lines: Collection[Entry]) -> None:
    """What comes again, put right, is told of once: as it is now. sentence: how the keys of these lines begin; links: what they are about."""
    for kind, numbers in customers.items():
        told = TimelineEntry.objects.filter(
            subject_kind=kind, subject_id__in=numbers, noun=noun_of(sentence), sentence__startswith=sentence
        )
        told.filter(link__in=links).delete()
    write_entries(lines)


def _parts(numbers: Collection[int]) -> Iterator[list[int]]:
    """So many at a time that neither a statement nor the memory grows with an import."""
    rest = iter(numbers)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _placing(order: Order) -> Entry:
    assert order.placed_on is not None
    return Entry(
        at=datetime.combine(order.placed_on, time(12), tzinfo=UTC),
        subject=order.subject,
        sentence=CANCELLED if order.state == Order.State.CANCELLED else PLACED,
        params={"number": order.number, "value": Money(order.value, order.currency)},
        side="them",
        touchpoint=ORDERING,
        link=order.get_absolute_url(),
    )


def _arrival(shipment: Shipment) -> Entry:
    assert shipment.delivered_on is not None
    late = (shipment.delivered_on - shipment.promised_on).days
    how = "late" if late > 0 else "early" if late < 0 else "on_the_day"
    return Entry(
        at=datetime.combine(shipment.delivered_on, time(12), tzinfo=UTC),
        subject=("account", shipment.account_id),
        sentence=f"{ARRIVED}{how}",
        params={"number": shipment.number, "days": abs(late)},
        side="us",
        touchpoint=TOUCHPOINT,
        link=shipment.get_absolute_url(),
    )
