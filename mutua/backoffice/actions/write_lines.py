"""Writing lines: their orders and shipments are found or made, and say again what their lines say.

The importer has decided what is written; nobody else writes here, because the back office is the master. What a file says of orders and
shipments that stand is told to the trace of the import, whether it is new or not: undoing another import has to know.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.db.models.functions import Upper

from mutua.backoffice.actions.tell_of_imports import tell_of_orders_again, tell_of_shipments_again
from mutua.backoffice.models import Order, OrderLine, Shipment, ShipmentLine
from mutua.backoffice.models.party import COLUMNS
from mutua.backoffice.parties import whose
from mutua.foundation.imports import Batch, Row, write_records
from mutua.foundation.imports.copying import copy_in
from mutua.foundation.imports.tracing import changed
from mutua.foundation.imports.writing import CUSTOM

ORDER_LINE = ("position", "product_id", "description", "quantity", "value", "promised_on", "order_id")
SHIPMENT_LINE = (
    *("description", "promised_on", "quantity_ordered", "quantity_delivered", "value", "freight", "weight_kg"),
    *("order_line_id", "shipment_id"),
)

SUMS = ("quantity_ordered", "quantity_delivered", "value", "freight", "weight_kg")
DAYS = ("shipped_on", "delivered_on", "recorded_on")

# Only rows that say something else are touched, so that an import that brings nothing new leaves no history.
# Each wanted row asks for its own lines, so that the plan stays the same on an empty table and on a million rows.
ORDERS_FROM_LINES = """
UPDATE backoffice_order AS o
   SET value = said.value, dated_on = coalesce(o.placed_on, said.promised_on), updated_at = now(), version = version + 1
  FROM unnest(%s::bigint[]) AS wanted(id),
       LATERAL (SELECT coalesce(sum(value), 0) AS value, min(promised_on) AS promised_on
                  FROM backoffice_orderline WHERE order_id = wanted.id) AS said
 WHERE o.id = wanted.id
   AND (o.value, o.dated_on) IS DISTINCT FROM (said.value, coalesce(o.placed_on, said.promised_on))"""

SHIPMENTS_FROM_LINES = """
UPDATE backoffice_shipment AS s
   SET promised_on = coalesce(said.promised_on, s.promised_on), quantity_ordered = said.ordered, quantity_delivered = said.delivered, value = said.value,
       freight = said.freight, weight_kg = said.weight_kg, updated_at = now(), version = version + 1
  FROM unnest(%s::bigint[]) AS wanted(id),
       LATERAL (SELECT min(promised_on) AS promised_on, coalesce(sum(quantity_ordered), 0) AS ordered, sum(quantity_delivered) AS delivered,
                       coalesce(sum(value), 0) AS value, sum(freight) AS freight, sum(weight_kg) AS weight_kg
                  FROM backoffice_shipmentline WHERE shipment_id = wanted.id) AS said
 WHERE s.id = wanted.id
   AND (s.promised_on, s.quantity_ordered, s.quantity_delivered, s.value, s.freight, s.weight_kg)
       IS DISTINCT FROM (coalesce(said.promised_on, s.promised_on), said.ordered, said.delivered, said.value, said.freight, said.weight_kg)"""

# An order is delivered when it has shipments and none of them is still under way.
STATES_FROM_SHIPMENTS = """
UPDATE backoffice_order AS o
   SET state = said.state, updated_at = now(), version = version + 1
  FROM unnest(%s::bigint[]) AS wanted(id),
       LATERAL (SELECT CASE WHEN bool_and(delivered_on IS NOT NULL) THEN 'delivered' ELSE 'open' END AS state
                  FROM backoffice_shipment WHERE order_id = wanted.id AND deleted_at IS NULL) AS said
 WHERE o.id = wanted.id AND o.state NOT IN ('cancelled', said.state)"""


def write_order_lines(batch: Batch) -> None:
    """Upsert the lines of `batch` and the orders they belong to."""
    left = _stood_beside(OrderLine, "order", batch)
    orders = _orders_of(batch)
    counts = _line_counts(orders.values())
    for row in batch.rows:
        order_id = row.values["order_id"] = orders[_order_key(row)]
        if row.record_id is None and row.values.get("position") is None:
            counts[order_id] = row.values["position"] = counts.get(order_id, 0) + 1
    write_records(OrderLine, batch, ORDER_LINE)
    sum_orders({*orders.values(), *left})
    if left := left - set(orders.values()):
        tell_of_orders_again(customers_of(left), left)


def write_shipment_lines(batch: Batch) -> None:
    """Upsert the lines of `batch` and the shipments they belong to; the orders' states follow."""
    for row in batch.rows:
        if row.values.get("quantity_delivered") is None and "quantity_delivered" not in row.text and row.values.get("delivered_on"):
            # The source knows one quantity only: what was delivered is what was ordered.
            row.values["quantity_delivered"] = row.values["quantity_ordered"]
    left = _stood_beside(ShipmentLine, "shipment", batch)
    orders = _orders_named(batch)
    shipments, served = _shipments_of(batch, orders)
    for row in batch.rows:
        row.values["shipment_id"] = shipments[_order_key(row)]
    write_records(ShipmentLine, batch, SHIPMENT_LINE)
    sum_shipments({*shipments.values(), *left})
    settle_states({*orders.values(), *served})
    if left := left - set(shipments.values()):
        tell_of_shipments_again(accounts_of(left), left, batch.source)


def customers_of(order_ids: Collection[int]) -> dict[str, set[int]]:
    """Whose these orders are, as timelines call them: {kind: numbers}."""
    rows = list(Order.everything.filter(pk__in=order_ids).values_list(*COLUMNS))
    return {column.removesuffix("_id"): {row[place] for row in rows if row[place]} for place, column in enumerate(COLUMNS)}


def accounts_of(shipment_ids: Collection[int]) -> set[int]:
    return set(Shipment.everything.filter(pk__in=shipment_ids).values_list("account_id", flat=True))


def sum_orders(order_ids: Collection[int]) -> None:
    """Orders say again what their lines say."""
    _run(ORDERS_FROM_LINES, order_ids)


def sum_shipments(shipment_ids: Collection[int]) -> None:
    """Shipments say again what their lines say."""
    _run(SHIPMENTS_FROM_LINES, shipment_ids)


def settle_states(order_ids: Collection[int]) -> None:
    """Orders are as far as their shipments."""
    _run(STATES_FROM_SHIPMENTS, order_ids)


def _orders_of(batch: Batch) -> dict[str, int]:
    """{key: order's number}, with those that were not there made."""
    wanted = {_order_key(row): row for row in batch.rows}
    found = _orders_there(batch.source, wanted)
    lines = _by_key(batch)
    others = []
    for key in wanted:
        order = found.get(key)
        said = {**_custom(order, lines[key]), **_placed(wanted[key]), **_states(wanted[key])} if order else {}
        if order is not None:
            currency = wanted[key].values.get("currency") or settings.DEFAULT_CURRENCY  # only a new one would have got it
            changed(Order, order.pk, {**_told(order, said, lines[key]), "currency": (order.currency, currency)})
        if any(getattr(order, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(order, name, value)
            others.append(order)
    Order.everything.bulk_update(others, ["placed_on", "custom", "state"])
    new = [key for key in wanted if key not in found]
    made = copy_in(
        Order,
        [
            {
                **{column: wanted[key].values.get(column) for column in COLUMNS},
                "number": wanted[key].values["number"],
                "placed_on": wanted[key].values.get("placed_on"),
                "dated_on": wanted[key].values.get("placed_on") or _least(lines[key], "promised_on"),
                "value": _sum(lines[key], "value"),
                "currency": wanted[key].values.get("currency") or settings.DEFAULT_CURRENCY,
                "source": batch.source,
                "source_key": key,
                **_states(wanted[key]),
                **_custom(None, lines[key]),
            }
            for key in new
        ],
    )
    return {key: order.pk for key, order in found.items()} | dict(zip(new, made, strict=True))


def _shipments_of(batch: Batch, orders: dict[tuple[int, str], int]) -> tuple[dict[str, int], set[int]]:
    """{key: shipment's number}, made or brought up to date, and the orders that those belonged to before.

    The lines of one shipment arrive together: the last row speaks for all.
    """
    wanted = {_order_key(row): row for row in batch.rows}
    found = {s.source_key: s for s in Shipment.everything.filter(source=batch.source, source_key__in=wanted)}
    served = {shipment.order_id for shipment in found.values() if shipment.order_id is not None}
    lines = _by_key(batch)
    facts = {key: {**_shipment_facts(row, orders), **_custom(found[key], lines[key])} for key, row in wanted.items() if key in found}
    _change(found, facts, lines)
    new = [key for key in wanted if key not in found]
    made = copy_in(
        Shipment,
        [
            {
                "number": wanted[key].values["number"],
                "promised_on": _least(lines[key], "promised_on"),
                **{name: _sum(lines[key], name) for name in SUMS},
                "source": batch.source,
                "source_key": key,
                **_shipment_facts(wanted[key], orders),
                **_custom(None, lines[key]),
            }
            for key in new
        ],
    )
    return {key: shipment.pk for key, shipment in found.items()} | dict(zip(new, made, strict=True)), served


def _change(found: dict[str, Shipment], facts: dict[str, dict[str, Any]], lines: dict[str, list[Row]]) -> None:
    others = []
    for key, said in facts.items():
        changed(Shipment, found[key].pk, _told(found[key], said, lines[key]))
        other = {name: value for name, value in said.items() if getattr(found[key], name) != value}
        for name, value in other.items():
            setattr(found[key], name, value)
        if other:
            others.append(found[key])
    if others:
        Shipment.everything.bulk_update(others, sorted(set().union(*facts.values())))


def _told(record: Order | Shipment, said: dict[str, Any], lines: list[Row]) -> dict[str, tuple[Any, Any]]:
    """{column: (what stands, what the file says)}, custom fields as columns of their own."""
    told = {name: (getattr(record, name), value) for name, value in said.items() if name != "custom"}
    if "custom" in said:
        names = {name for line in lines for name in (line.values.get("custom") or {})}
        told |= {f"{CUSTOM}{name}": (record.custom.get(name), said["custom"][name]) for name in names}
    return told


def _stood_beside(model: type[OrderLine | ShipmentLine], reference: str, batch: Batch) -> set[int]:
    """Where the known lines of `batch` stand now: a line may go to another order."""
    known = [row.record_id for row in batch.rows if row.record_id is not None]
    return set(model.objects.filter(pk__in=known).values_list(f"{reference}_id", flat=True)) if known else set()


def _shipment_facts(row: Row, orders: dict[tuple[int, str], int]) -> dict[str, Any]:
    """What the row says of its shipment; columns that the file does not have say nothing."""
    values = row.values
    facts: dict[str, Any] = {"account_id": values["account_id"], **{name: values[name] for name in DAYS if name in values}}
    if "order" in values:
        facts["order_id"] = orders.get((values["account_id"], values["order"] or ""))
    if "supplier" in values:
        facts["supplier_id"] = values["supplier_id"]
    if "mode" in values:
        facts["mode"] = values["mode"] or ""
    return {**facts, "currency": values.get("currency") or settings.DEFAULT_CURRENCY}


def _placed(row: Row) -> dict[str, Any]:
    placed_on = row.values.get("placed_on")
    return {"placed_on": placed_on} if placed_on else {}


def _states(row: Row) -> dict[str, Any]:
    state = row.values.get("state")
    return {"state": state} if state else {}


def _custom(record: Order | Shipment | None, lines: list[Row]) -> dict[str, Any]:
    """What the lines say of the custom fields of what they belong to; the last that says something speaks for all."""
    said = {name: value for line in lines for name, value in (line.values.get("custom") or {}).items()}
    return {"custom": {**(record.custom if record is not None else {}), **said}} if said else {}


def _orders_named(batch: Batch) -> dict[tuple[int, str], int]:
    accounts = {row.values["account_id"] for row in batch.rows}
    numbers = {row.values["order"] for row in batch.rows if row.values.get("order")}
    found = Order.objects.filter(account__in=accounts, number__in=numbers).order_by("-pk")
    return {(account, number): pk for pk, account, number in found.values_list("pk", "account_id", "number")}


def _orders_there(source: str, wanted: Mapping[str, Row]) -> dict[str, Order]:
    """{key: order}; one that a merge moved to another customer still has its old key, and is found by its number."""
    found = {order.source_key: order for order in Order.everything.filter(source=source, source_key__in=wanted)}
    moved = {(row.values["number"], whose(row)): key for key, row in wanted.items() if key not in found}
    if moved:
        numbers = {number.upper() for number, _whose in moved}
        for order in Order.everything.annotate(known=Upper("number")).filter(source=source, known__in=numbers).order_by("-pk"):
            key = moved.get((order.number, (order.account_id, order.person_id, order.household_id)))
            if key is not None:
                found[key] = order
    return found


def _order_key(row: Row) -> str:
    """One number of one customer: two may well use the same number."""
    account, person, household = whose(row)
    mark = f"person-{person}" if person else f"household-{household}" if household else account
    return f"{row.values['number']}@{mark}"


def _line_counts(order_ids: Collection[int]) -> dict[int, int]:
    return dict(OrderLine.objects.filter(order__in=order_ids).values_list("order_id").annotate(last=Max("position")))


def _by_key(batch: Batch) -> dict[str, list[Row]]:
    lines: dict[str, list[Row]] = {}
    for row in batch.rows:
        lines.setdefault(_order_key(row), []).append(row)
    return lines


def _least(rows: list[Row], name: str) -> Any:
    return min((row.values[name] for row in rows if row.values.get(name) is not None), default=None)


def _sum(rows: list[Row], name: str) -> Decimal | None:
    """None when no row says anything, as SQL has it."""
    said = [row.values[name] for row in rows if row.values.get(name) is not None]
    return sum(said, Decimal(0)) if said else None


def _run(statement: str, ids: Collection[int]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(ids)])
