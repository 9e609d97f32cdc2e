"""Assets from the back office: one row is one serial number."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.actions.tell_of_assets import tell_of_assets
from mutua.backoffice.models import Asset
from mutua.backoffice.models.party import COLUMNS
from mutua.backoffice.parties import PARTY, check_party, find_parties, party_text, whose
from mutua.backoffice.queries.named import orders_numbered
from mutua.backoffice.rules.configuration import read_configuration
from mutua.catalog.queries.named import products_named
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, write_records
from mutua.foundation.imports.models import ImportRun

FIELDS = (
    *COLUMNS, "serial_number", "description", "product_id", "order_id", "as_built", "as_shipped", "built_on", "shipped_on",
    "warranty_from", "warranty_until", "as_of", "custom",
)  # fmt: skip
CONFIGURATIONS = ("as_built", "as_shipped")


@importer
class AssetImporter(Importer):
    """What comes again replaces what was said before; the history keeps it."""

    kind = "assets"
    title = _("Assets")
    needs = "backoffice.asset.import"
    model = Asset
    custom_kind = "asset"
    can_be_undone = True
    targets = (
        Target("key", _("Key of the asset"), synonyms=("id", "asset id", "equipment number", "equipment")),
        *PARTY,
        Target("serial_number", _("Serial number"), required=True, synonyms=("serial", "serial no", "sn", "s/n", "imei", "vin")),
        Target("description", _("What it is"), synonyms=("description", "name", "asset name", "model")),
        Target("product", _("Product"), synonyms=("product name", "material", "article", "sku")),
        Target("order", _("Order number"), synonyms=("po number", "purchase order", "sales order")),
        Target("as_built", _("As built"), synonyms=("built configuration", "configuration as built", "configuration"), help=_("Like: Motor: 4 kW; Firmware: 2.1")),
        Target("as_shipped", _("As shipped"), synonyms=("shipped configuration", "configuration as shipped"), help=_("Like: Motor: 4 kW; Firmware: 2.2")),
        Target("built_on", _("Built on"), kind="date", synonyms=("build date", "production date", "manufactured on")),
        Target("shipped_on", _("Shipped on"), kind="date", synonyms=("ship date", "delivery date", "installed on", "install date")),
        Target("warranty_from", _("Warranty from"), kind="date", synonyms=("warranty start", "warranty start date", "warranty begin")),
        Target("warranty_until", _("Warranty until"), kind="date", synonyms=("warranty end", "warranty end date", "warranty expires", "warranty expiry")),
        Target("as_of", _("As of"), kind="date", synonyms=("as at", "key date")),
    )  # fmt: skip

    def key(self, values: dict[str, Any]) -> str:
        return str(values.get("key") or f"{party_text(values)}:{values['serial_number']}")

    def check(self, row: Row) -> None:
        check_party(row)
        values = row.values
        for name in CONFIGURATIONS:
            values[name], unread = read_configuration(values.get(name) or "")
            if unread:
                row.correct(name, _("A part is written as name: value. What is not was left out."), found="; ".join(unread)[:100])
        begins, ends = values.get("warranty_from"), values.get("warranty_until")
        if begins and ends and ends < begins:
            row.refuse("warranty_until", _("The warranty would end before it begins."), found=str(ends))
        for name, most in (("serial_number", 120), ("description", 300)):
            if len(values.get(name) or "") > most:
                row.refuse(name, _("The text is longer than the field holds."), found=values[name][:60])

    def look_up(self, batch: Batch) -> None:
        find_parties(batch)
        orders = orders_numbered(batch.actor, batch.texts("order"))
        products = products_named(batch.actor, batch.texts("product"))
        for row in batch.rows:
            number, named = row.values.get("order"), row.values.get("product")
            row.values["order_id"] = orders.get((whose(row), number)) if number else None
            if number and row.goes_on and row.values["order_id"] is None:
                row.correct("order", _("This customer has no such order: the asset stands by itself."), found=number)
            product = products.get(named) if named else None
            row.values["product_id"] = product.id if product else None
            if named and product is None:
                row.correct("product", _("There is no single product of this name: the asset stands without one."), found=named)

    def write(self, batch: Batch) -> None:
        for row in batch.rows:
            row.values["as_of"] = row.values.get("as_of") or days.today()
            row.values["description"] = row.values.get("description") or row.values.get("product") or ""
        write_records(Asset, batch, FIELDS)

    def done(self, run: ImportRun, actor: Actor) -> None:
        tell_of_assets(actor, run.pk, run.changed_ids())
