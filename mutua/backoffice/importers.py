"""Orders and shipments from the back office: a row is a line; what it belongs to is found or made beside it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.actions.mend_undone import mend_orders, mend_shipments
from mutua.backoffice.actions.tell_of_imports import tell_of_orders, tell_of_shipments
from mutua.backoffice.actions.write_lines import write_order_lines, write_shipment_lines
from mutua.backoffice.models import Order, OrderLine, ShipmentLine
from mutua.backoffice.parties import HOUSEHOLD, PERSON, check_party, find_parties, party_text
from mutua.backoffice.queries.above import orders_above, shipments_above
from mutua.backoffice.queries.named import order_lines_keyed
from mutua.catalog.queries.named import NamedProduct, products_named
from mutua.customers.queries.named import accounts_named
from mutua.foundation.access import Actor
from mutua.foundation.imports import Batch, Importer, Row, Target, importer
from mutua.foundation.imports.importer import Above, Undone
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.undoing.uses import stands_without

STATES = {
    **{state.value: state for state in Order.State},
    **dict.fromkeys(("under way", "processing", "pending", "confirmed", "in progress", "shipped"), Order.State.OPEN),
    **dict.fromkeys(("complete", "completed", "closed", "fulfilled"), Order.State.DELIVERED),
    **dict.fromkeys(("canceled", "void", "voided"), Order.State.CANCELLED),
}
ELSEWHERE = {
    r"see .*\(id#:\s*\d+\)": _("It stands with another line of the same shipment: left empty here."),
    r".* captured separately": _("It was captured elsewhere, not with this line: left empty."),
    r"invoiced separately": _("It was invoiced apart from the goods: left empty."),
    r"freight included in .*": _("It is part of the price of the goods: left empty."),
}


@importer
class OrderImporter(Importer):
    """Rows are order lines; lines with the same customer and order number are one order.

    What an order is worth is what its lines are worth: a value, or a price for each piece. What becomes of it is what the file says (`state`).
    """

    kind = "orders"
    title = _("Orders")
    needs = "backoffice.order.import"
    model = OrderLine
    custom_kind = "order"
    can_be_undone = True
    beside = "order"
    targets = (
        Target("key", _("Key of the line"), synonyms=("id", "line id")),
        Target("account", _("Account"), synonyms=("customer", "company", "country", "sold to")),
        PERSON,
        HOUSEHOLD,
        Target("number", _("Order number"), required=True, synonyms=("order", "po number", "po / so #", "purchase order", "sales order")),
        Target("position", _("Position"), kind="integer", synonyms=("line", "line number", "item number")),
        Target("placed_on", _("Placed on"), kind="date", synonyms=("order date", "po date", "po sent to vendor date")),
        Target("promised_on", _("Promised for"), kind="date", synonyms=("scheduled delivery date", "requested date", "due date")),
        Target("product", _("Product"), synonyms=("item", "sku", "article number")),
        Target("description", _("Article"), synonyms=("item description", "description", "text")),
        Target("quantity", _("Quantity"), kind="number", required=True, synonyms=("qty", "line item quantity")),
        Target("value", _("Value"), kind="number", synonyms=("amount", "total", "line item value", "net amount")),
        Target("price", _("Price of one"), kind="number", synonyms=("unit price", "unitprice", "price each", "price")),
        Target("currency", _("Currency")),
        Target("state", _("State"), synonyms=("order state", "order status", "status"), help=_("Open, delivered or cancelled")),
    )

    def key(self, values: dict[str, Any]) -> str:
        if values.get("key"):
            return str(values["key"])
        return f"{party_text(values)}:{values['number']}:{values['position']}" if values.get("position") else ""

    def check(self, row: Row) -> None:
        check_party(row)
        _read_state(row)
        _read_worth(row)
        _not_negative(row, "quantity")
        check_currency(row)
        row.values["description"] = row.values.get("description") or row.values.get("product") or ""

    def look_up(self, batch: Batch) -> None:
        find_parties(batch)
        _find_products(batch)

    def write(self, batch: Batch) -> None:
        write_order_lines(batch)

    def done(self, run: ImportRun, actor: Actor) -> None:
        tell_of_orders(actor, run.pk, run.changed_ids())

    def above(self, model: type[Model], ids: Collection[int]) -> Above:
        return orders_above(model, ids)

    def mend(self, undone: Undone) -> None:
        mend_orders(undone)


@importer
class ShipmentImporter(Importer):
    """Rows are lines of despatch advices (ASN); lines with the same account and shipment number are one shipment."""

    kind = "shipments"
    title = _("Shipments")
    needs = "backoffice.shipment.import"
    model = ShipmentLine
    custom_kind = "shipment"
    can_be_undone = True
    beside = "shipment"
    targets = (
        Target("key", _("Key of the line"), synonyms=("id", "line id")),
        Target("account", _("Account"), required=True, synonyms=("customer", "company", "country", "ship to")),
        Target("number", _("Shipment number"), required=True, synonyms=("asn", "asn/dn #", "shipment", "delivery note", "despatch advice")),
        Target("position", _("Position"), kind="integer", synonyms=("line", "line number")),
        Target("order", _("Order number"), synonyms=("po / so #", "po number", "purchase order")),
        Target("supplier", _("Supplier"), synonyms=("vendor", "manufacturer")),
        Target("mode", _("Carried by"), synonyms=("shipment mode", "mode", "carrier")),
        Target("promised_on", _("Promised for"), kind="date", required=True, synonyms=("scheduled delivery date", "promised date", "eta")),
        Target("shipped_on", _("Shipped on"), kind="date", synonyms=("ship date", "despatch date")),
        Target("delivered_on", _("Delivered on"), kind="date", synonyms=("delivered to client date", "delivery date", "delivered")),
        Target("recorded_on", _("Recorded on"), kind="date", synonyms=("delivery recorded date",)),
        Target("description", _("Article"), synonyms=("item description", "description", "item")),
        Target("quantity_ordered", _("Quantity ordered"), kind="number", required=True, synonyms=("line item quantity", "quantity", "qty")),
        Target("quantity_delivered", _("Quantity delivered"), kind="number", synonyms=("delivered quantity", "received quantity")),
        Target("value", _("Value"), kind="number", required=True, synonyms=("line item value", "amount")),
        Target("freight", _("Freight"), kind="number", synonyms=("freight cost (usd)", "freight cost"), words=ELSEWHERE),
        Target("weight_kg", _("Weight in kilograms"), kind="number", synonyms=("weight (kilograms)", "weight"), words=ELSEWHERE),
        Target("currency", _("Currency")),
    )

    def key(self, values: dict[str, Any]) -> str:
        if values.get("key"):
            return str(values["key"])
        return f"{values['account']}:{values['number']}:{values['position']}" if values.get("position") else ""

    def check(self, row: Row) -> None:
        for name in ("quantity_ordered", "quantity_delivered"):
            _not_negative(row, name)
        check_currency(row)
        delivered, recorded = row.values.get("delivered_on"), row.values.get("recorded_on")
        if delivered and recorded and recorded < delivered:
            row.keep(
                "recorded_on",
                _("It was recorded before the day on which it is said to have been delivered; both days are kept."),
                found=str(recorded),
            )

    def look_up(self, batch: Batch) -> None:
        _find_accounts(batch)
        suppliers = accounts_named(batch.actor, batch.source, batch.texts("supplier"))
        # The order's line usually has the key of the shipment's: one file often holds both.
        lines = order_lines_keyed(batch.actor, batch.source, [row.key for row in batch.rows])
        for row in batch.rows:
            supplier = row.values.get("supplier")
            row.values["supplier_id"] = suppliers.get(supplier) if supplier else None
            if supplier and row.values["supplier_id"] is None:
                row.correct("supplier", _("No account has this name: the supplier is left empty."), found=supplier)
            line = lines.get(row.key)
            fits = (
                line is not None and line.order.number == row.values.get("order") and line.order.account_id == row.values.get("account_id")
            )
            row.values["order_line_id"] = line.pk if line is not None and fits else None

    def write(self, batch: Batch) -> None:
        write_shipment_lines(batch)

    def done(self, run: ImportRun, actor: Actor) -> None:
        tell_of_shipments(actor, run.pk, run.source, run.changed_ids())

    def above(self, model: type[Model], ids: Collection[int]) -> Above:
        return shipments_above(model, ids)

    def mend(self, undone: Undone) -> None:
        mend_shipments(undone)


def _find_accounts(batch: Batch) -> None:
    found = accounts_named(batch.actor, batch.source, batch.texts("account"))
    for row in batch.rows:
        name = row.values["account"]
        row.values["account_id"] = found.get(name)
        if name in found and found[name] is None:
            row.refuse("account", _("Two accounts fit this name."), found=name)
        elif name not in found:
            row.refuse("account", _("There is no account of this name."), found=name)


def _find_products(batch: Batch) -> None:
    # The catalogue is looked through once for a text, not once for a batch: a file of half a million lines names a few thousand articles.
    found: dict[str, NamedProduct | None] = batch.memory.setdefault("products", {})
    texts = batch.texts("product")
    if unknown := texts - found.keys():
        found |= dict.fromkeys(unknown) | products_named(batch.actor, unknown)
    for row in batch.rows:
        text = row.values.get("product")
        product = found.get(text) if text else None
        row.values["product_id"] = product.id if product is not None else None
        if text and product is None:
            row.correct("product", _("The catalogue has no such product: the line keeps its text only."), found=text)
        elif product is not None and not product.is_exact:
            row.correct("product", _now("Read as the product “%(name)s”.") % {"name": product.name}, found=text or "")


def _read_state(row: Row) -> None:
    """What the file calls a state, as one of ours; a row that says none leaves the order's as it is."""
    text = row.values.pop("state", None)
    if not text:
        return
    state = STATES.get(text.strip().casefold())
    if state is None:
        row.refuse("state", _("An order is open, delivered or cancelled."), found=text)
    row.values["state"] = state


def _read_worth(row: Row) -> None:
    """The line's value, from a price of one where it stands alone; a cancelled line without the signs that other programs give it."""
    values = row.values
    quantity, price = values.get("quantity"), values.pop("price", None)
    if values.get("value") is None and price is not None and quantity is not None:
        values["value"] = (quantity * price).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if price == 0:
            row.keep("price", _("The price is zero: the line is kept and adds nothing."), found=str(price))
    if values.get("value") is None:
        row.refuse("value", _("The line says neither what it is worth nor the price of one."))
    elif values.get("state") == Order.State.CANCELLED and quantity is not None and quantity < 0:
        row.correct("quantity", _("A cancelled line: quantity and value are taken without their sign."), found=str(quantity))
        values["quantity"], values["value"] = -quantity, abs(values["value"])


def _not_negative(row: Row, name: str) -> None:
    number = row.values.get(name)
    if number is not None and number < 0:
        row.refuse(name, _("The quantity is negative."), found=str(number))


def check_currency(row: Row) -> None:
    text = (row.values.get("currency") or "").upper()
    if text and not (len(text) == 3 and text.isascii() and text.isalpha()):
        row.refuse("currency", _("A currency is three letters, such as USD."), found=text)
    row.values["currency"] = text or None


# An import finds the order by its number. Where there is none, what came with it stands by itself.
for _label, _reference in (
    ("backoffice.Shipment", "order"),
    ("backoffice.ShipmentLine", "order_line"),
    ("backoffice.Invoice", "order"),
    ("backoffice.Invoice", "corrects"),
    ("backoffice.Asset", "order"),
):
    stands_without(_label, _reference)
