"""One article of an order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Sourced


class OrderLine(Sourced):
    """One row is one line of an order, as the back office has it; its own history is the history of the order."""

    order = models.ForeignKey("backoffice.Order", on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(_("position"))
    product = models.ForeignKey("catalog.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(_("article"), max_length=300)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)

    class Meta(Sourced.Meta):
        abstract = False
        ordering = ("order", "position")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=models.Q(quantity__gte=0), name="order_line_quantity_not_negative"),
        )

    def __str__(self) -> str:
        return self.description
