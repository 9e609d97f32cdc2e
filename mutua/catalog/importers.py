"""Products from files of other systems."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.catalog.events import ProductsImported
from mutua.catalog.models import Product
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, write_records
from mutua.foundation.imports.models import ImportRun


@importer
class ProductImporter(Importer):
    """One row is one product. Its key is its number in the source, else our number, else its name."""

    kind = "products"
    title = _("Products")
    needs = "catalog.product.create"
    model = Product
    custom_kind = "product"
    can_be_undone = True
    targets = (
        Target("key", _("Key in the source"), synonyms=("id", "record id", "product id")),
        Target("name", _("Name"), required=True, synonyms=("product", "product name", "description", "item description")),
        Target("sku", _("Number"), synonyms=("article number", "item number", "product number", "product code", "gtin")),
        Target("series", _("Series"), synonyms=("family", "group", "product group", "category")),
        Target("list_price", _("List price"), kind="number", synonyms=("price", "sales_price", "sales price", "unit price")),
        Target("currency", _("Currency"), synonyms=("currency code",)),
    )

    def key(self, values: dict[str, Any]) -> str:
        return str(values.get("key") or values.get("sku") or values.get("name") or "")

    def check(self, row: Row) -> None:
        currency = (row.values.get("currency") or "").upper()
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            row.refuse("currency", _("A currency is three letters, such as USD."), found=currency)
        row.values.pop("currency", None)
        if currency:
            row.values["currency"] = currency
        if (row.values.get("list_price") or 0) < 0:
            row.correct("list_price", _("A price below nothing is left out."), found=str(row.values["list_price"]))
            row.values["list_price"] = None

    def look_up(self, batch: Batch) -> None:
        holders = Product.objects.filter(sku__in=batch.texts("sku")).values_list("sku", "source", "source_key")
        taken = {number: holder for number, *holder in holders}
        for row in batch.rows:
            number = row.values.get("sku")
            if number and taken.get(number, [batch.source, row.key]) != [batch.source, row.key]:
                row.refuse("sku", _("Another product has this number."), found=number)

    def write(self, batch: Batch) -> None:
        write_records(Product, batch, ("name", "sku", "series", "list_price", "currency", "custom"))

    def done(self, run: ImportRun, actor: Actor) -> None:
        announce(ProductsImported(run_id=run.pk, product_ids=tuple(run.changed_ids())), actor=actor)
