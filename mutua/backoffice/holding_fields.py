"""What accounts, people and households hold: the products and series that they ordered or have in the field, for lists, filters and segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Asset, Order, OrderLine
from mutua.catalog.models import Product
from mutua.foundation import days
from mutua.foundation.fields.registry import field

MOST = 300  # series to choose from
TEXTS = ArrayField(TextField())


def _series() -> Iterable[tuple[str, Any]]:
    found = Product.objects.exclude(series="").order_by("series").values_list("series", flat=True).distinct()
    return [(series, series) for series in found[:MOST]]


def _listed(rows: QuerySet[Any, Any]) -> Any:
    """As a list; none where there is nothing, so that “empty” finds who holds nothing."""
    return NullIf(Cast(ArraySubquery(rows), TEXTS), Value([], output_field=TEXTS))


def _ordered(kind: str, column: str) -> Callable[[], Any]:
    def gathered() -> Any:
        lines = OrderLine.objects.filter(**{f"order__{kind}": OuterRef("pk")}, order__deleted_at=None, product__isnull=False)
        return _listed(lines.exclude(order__state=Order.State.CANCELLED).order_by().values(column).distinct())

    return gathered


def _in_the_field(kind: str) -> QuerySet[Asset]:
    return Asset.objects.filter(**{kind: OuterRef("pk"), "product__isnull": False}).order_by()


def _held(kind: str, column: str) -> Callable[[], Any]:
    return lambda: _listed(_in_the_field(kind).values(column).distinct())


def _in_warranty(kind: str) -> Callable[[], Any]:
    def gathered() -> Any:
        rows = Asset.objects.filter(**{kind: OuterRef("pk")}, warranty_until__gte=days.today()).order_by().values(kind)
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)

    return gathered


for _kind in ("account", "person", "household"):
    field(_kind, key="ordered.products", label=_("Ordered: product number"), kind="multi", gathered=_ordered(_kind, "product__sku"))
    field(
        _kind, key="ordered.series", label=_("Ordered: series"), kind="multi", choices=_series, gathered=_ordered(_kind, "product__series")
    )
    field(_kind, key="assets.products", label=_("In the field: product number"), kind="multi", gathered=_held(_kind, "product__sku"))
    field(
        _kind, key="assets.series", label=_("In the field: series"), kind="multi", choices=_series, gathered=_held(_kind, "product__series")
    )
    field(_kind, key="assets.in_warranty", label=_("In the field: assets in warranty"), kind="number", gathered=_in_warranty(_kind))
