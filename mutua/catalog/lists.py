"""The lists of products and of offerings."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering, Product
from mutua.catalog.queries.catalogue import offerings_seen, products_seen
from mutua.foundation.access import Actor
from mutua.foundation.lists import Blank, BulkAct, Column, Done, Earlier, ListSpec
from mutua.foundation.records.actions.restore import restore_chosen
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.ui.formats import money


def by_name(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Rows whose name contains every word, whatever its case and accents."""
    for word in text.replace("\x00", "").split():
        queryset = queryset.filter(sort_key__contains=Lower(Func(Value(word), function="mutua_unaccent", output_field=TextField())))
    return queryset


def by_name_or_number(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(Q(pk__in=by_name(queryset, text).values("pk")) | Q(sku__istartswith=text.strip()))


def delete_products(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, products_seen(actor).filter(pk__in=ids)))


def delete_offerings(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, offerings_seen(actor).filter(pk__in=ids)))


def bring_products_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Product, ids, earlier.since)


def bring_offerings_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Offering, ids, earlier.since)


PRODUCTS = ListSpec(
    kind="product",
    model=Product,
    title=_("Products"),
    noun=_("products"),
    base=products_seen,
    columns=[
        Column("name", _("Product"), text=lambda row: row.name, sort="sort_key", phone=True, css="c-name"),
        Column("sku", _("Number"), text=lambda row: row.sku, sort="sku"),
        Column("series", _("Series"), text=lambda row: row.series, sort="series"),
        Column("list_price", _("List price"), text=lambda row: money(row.list_price, row.currency), value=lambda row: row.list_price, sort="list_price", numeric=True, phone=True),
        Column("currency", _("Currency"), text=lambda row: row.currency, hidden=True),
    ],
    default_sort="name",
    link=lambda row: row.get_absolute_url(),
    search=by_name_or_number,
    new=("catalog:product-new", _("New product"), "catalog.product.create"),
    bulk=[BulkAct("delete", _("Delete"), icon="trash", needs="catalog.product.delete", run=delete_products, danger=True, take_back=bring_products_back)],
    export="catalog.product.view",
    blank=Blank(_("No products yet"), _("A product is a thing that we sell, with its list price. Add one, or import your list as a CSV file.")),
)  # fmt: skip

OFFERINGS = ListSpec(
    kind="offering",
    model=Offering,
    title=_("Offerings"),
    noun=_("offerings"),
    base=lambda actor: offerings_seen(actor).annotate(product_count=Count("products")),
    columns=[
        Column("name", _("Offering"), text=lambda row: row.name, sort="sort_key", phone=True, css="c-name"),
        Column("value_proposition", _("Value proposition"), text=lambda row: row.value_proposition),
        Column("price_basis", _("Price basis"), text=lambda row: row.get_price_basis_display(), sort="price_basis"),
        Column("cost_to_serve", _("Cost to serve"), text=lambda row: money(row.cost_to_serve, row.currency), value=lambda row: row.cost_to_serve, sort="cost_to_serve", numeric=True),
        Column("products", _("Products"), text=lambda row: row.product_count, value=lambda row: row.product_count, numeric=True),
    ],
    default_sort="name",
    link=lambda row: row.get_absolute_url(),
    search=by_name,
    new=("catalog:offering-new", _("New offering"), "catalog.offering.create"),
    bulk=[BulkAct("delete", _("Delete"), icon="trash", needs="catalog.offering.delete", run=delete_offerings, danger=True, take_back=bring_offerings_back)],
    export="catalog.offering.view",
    blank=Blank(
        _("No offerings yet"),
        _("An offering is what we put before a segment: a bundle of products with a value proposition, a price basis and what it costs us to serve. A strategy joins one segment to one offering."),
    ),
)  # fmt: skip
