"""What we offer a segment: a bundle with a proposition, a price basis and what it costs us to serve."""

from __future__ import annotations

from django.db import models
from django.db.models import Func, Q, TextField
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models.currency import default_currency
from mutua.catalog.models.product import Product
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Offering(Record, Sourced):
    """One row is one offering. Cost to serve: per account and year."""

    class PriceBasis(models.TextChoices):
        UNIT = "unit", _("Per unit")
        SUBSCRIPTION = "subscription", _("Per period")
        PROJECT = "project", _("Per project")
        TENDER = "tender", _("By tender")
        OUTCOME = "outcome", _("By outcome")

    name = models.CharField(_("name"), max_length=160)
    value_proposition = models.TextField(_("value proposition"), blank=True, default="")
    price_basis = models.CharField(_("price basis"), max_length=14, choices=PriceBasis.choices, default=PriceBasis.UNIT)
    cost_to_serve = models.DecimalField(_("cost to serve, per account and year"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)
    products = models.ManyToManyField(Product, verbose_name=_("products"), blank=True, related_name="offerings")

    sort_key = models.GeneratedField(
        expression=Lower(Func("name", function="mutua_unaccent", output_field=TextField())),
        output_field=models.CharField(max_length=160, db_collation="C"),
        db_persist=True,
    )

    class Meta(Record.Meta):
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="offering_has_a_name"),
            models.CheckConstraint(condition=Q(cost_to_serve=None) | Q(cost_to_serve__gte=0), name="offering_cost_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="offering_currency_code"),
        )
        indexes = (models.Index(fields=["sort_key", "id"], condition=Q(deleted_at=None), name="offering_by_name"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:offering", args=[self.pk])
