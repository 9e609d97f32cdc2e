"""One article of a shipment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Sourced


class ShipmentLine(Sourced):
    """One row is one line of a despatch advice. What the shipment says of value, weight and promise is the sum or least of its lines.

    freight and weight_kg: null where the back office keeps them with another line or not at all.
    """

    shipment = models.ForeignKey("backoffice.Shipment", on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("backoffice.OrderLine", null=True, blank=True, on_delete=models.SET_NULL, related_name="shipment_lines")
    description = models.CharField(_("article"), max_length=300, blank=True)
    promised_on = models.DateField(_("promised for"))
    quantity_ordered = models.DecimalField(_("quantity ordered"), max_digits=18, decimal_places=3)
    quantity_delivered = models.DecimalField(_("quantity delivered"), max_digits=18, decimal_places=3, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    freight = models.DecimalField(_("freight"), max_digits=18, decimal_places=2, null=True, blank=True)
    weight_kg = models.DecimalField(_("weight in kilograms"), max_digits=14, decimal_places=3, null=True, blank=True)

    class Meta(Sourced.Meta):
        abstract = False
        ordering = ("shipment", "pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=models.Q(quantity_ordered__gte=0), name="shipment_line_ordered_not_negative"),
        )

    def __str__(self) -> str:
        return self.description
