"""What stands at a customer: one thing with a serial number, as it was built and as it left us."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import OfParty
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Asset(Record, Sourced, OfParty):
    """One row is one serial number, as the back office had it on `as_of`.

    as_built, as_shipped: {part: what it is}, in the words of the source; empty where it says nothing. What was changed between the two
    stands in their difference. warranty_from, warranty_until: both days included; null where there is none, or nobody said.
    """

    serial_number = models.CharField(_("serial number"), max_length=120)
    description = models.CharField(_("what it is"), max_length=300, blank=True, default="")
    product = models.ForeignKey(
        "catalog.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("product")
    )
    order = models.ForeignKey(
        "backoffice.Order", null=True, blank=True, on_delete=models.SET_NULL, related_name="assets", verbose_name=_("order")
    )
    as_built = models.JSONField(_("as built"), default=dict, blank=True)
    as_shipped = models.JSONField(_("as shipped"), default=dict, blank=True)
    built_on = models.DateField(_("built on"), null=True, blank=True)
    shipped_on = models.DateField(_("shipped on"), null=True, blank=True)
    warranty_from = models.DateField(_("warranty from"), null=True, blank=True)
    warranty_until = models.DateField(_("warranty until"), null=True, blank=True)
    as_of = models.DateField(_("as of"))

    class Meta(Record.Meta):
        verbose_name = _("asset")
        ordering = ("-shipped_on", "-pk")
        constraints = (
            *Sourced.Meta.constraints,
            *OfParty.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(serial_number=""), name="asset_has_a_serial_number"),
            models.CheckConstraint(
                condition=models.Q(warranty_from=None)
                | models.Q(warranty_until=None)
                | models.Q(warranty_until__gte=models.F("warranty_from")),
                name="asset_warranty_ends_after_it_begins",
            ),
        )
        indexes = (
            models.Index(fields=["account", "-shipped_on", "-id"], name="assets_of_account"),
            models.Index(fields=["person"], condition=models.Q(person__isnull=False), name="assets_of_person"),
            models.Index(fields=["warranty_until", "id"], name="asset_warranty"),
            models.Index(OpClass(models.functions.Upper("serial_number"), name="text_pattern_ops"), name="asset_serial_by_number"),
        )

    def __str__(self) -> str:
        return self.serial_number

    def get_absolute_url(self) -> str:
        return reverse("backoffice:asset", args=[self.pk])
