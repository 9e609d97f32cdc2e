"""A thing that we sell, with its list price."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q, TextField
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models.currency import default_currency
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Product(Record, Sourced):
    """One row is one product. `sku` is our number for it, when it has one."""

    name = models.CharField(_("name"), max_length=300)
    sku = models.CharField(_("number"), max_length=60, blank=True, default="")
    series = models.CharField(_("series"), max_length=120, blank=True, default="")
    list_price = models.DecimalField(_("list price"), max_digits=18, decimal_places=4, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)

    sort_key = models.GeneratedField(
        expression=Lower(Func("name", function="mutua_unaccent", output_field=TextField())),
        output_field=models.CharField(max_length=300, db_collation="C"),
        db_persist=True,
    )

    class Meta(Record.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="product_has_a_name"),
            models.CheckConstraint(condition=Q(list_price=None) | Q(list_price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="product_currency_code"),
            models.UniqueConstraint(
                fields=["sku"],
                condition=Q(deleted_at=None) & ~Q(sku=""),
                name="product_number_once",
                violation_error_message=_("Another product has this number."),
            ),
        )
        indexes = (
            models.Index(fields=["sort_key", "id"], condition=Q(deleted_at=None), name="product_by_name"),
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="product_search"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[self.pk])
