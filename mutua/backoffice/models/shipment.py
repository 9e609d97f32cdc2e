"""What was sent to a customer, when it was promised and when it came."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Shipment(Record, Sourced):
    """One row is one despatch advice (ASN) to one account: what arrives together, and so one trial of our punctuality.

    promised_on is the earliest promise among its lines: a shipment is as late as its most overdue line.
    delivered_on: null while under way. recorded_on: the day on which the delivery stood in the back office.
    quantity_delivered: null until it is known.
    """

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="shipments", verbose_name=_("account"))
    order = models.ForeignKey(
        "backoffice.Order", null=True, blank=True, on_delete=models.SET_NULL, related_name="shipments", verbose_name=_("order")
    )
    number = models.CharField(_("shipment number"), max_length=80)
    supplier = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="supplied_shipments", verbose_name=_("supplier")
    )
    mode = models.CharField(_("carried by"), max_length=60, blank=True)
    promised_on = models.DateField(_("promised for"))
    shipped_on = models.DateField(_("shipped on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)
    quantity_ordered = models.DecimalField(_("quantity ordered"), max_digits=18, decimal_places=3, default=0)
    quantity_delivered = models.DecimalField(_("quantity delivered"), max_digits=18, decimal_places=3, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, default=0)
    freight = models.DecimalField(_("freight"), max_digits=18, decimal_places=2, null=True, blank=True)
    weight_kg = models.DecimalField(_("weight in kilograms"), max_digits=14, decimal_places=3, null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("shipment")
        ordering = ("-promised_on", "-pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=models.Q(quantity_ordered__gte=0), name="shipment_ordered_not_negative"),
        )
        indexes = (
            models.Index(fields=["account", "promised_on"], name="shipment_account_promised"),
            models.Index(fields=["promised_on", "id"], name="shipment_promised"),
            models.Index(fields=["account", "delivered_on"], name="shipment_account_delivered"),
            models.Index(OpClass(models.functions.Upper("number"), name="text_pattern_ops"), name="shipment_by_number"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("backoffice:shipment", args=[self.pk])

    @property
    def days_early(self) -> int:
        """Days before the promise; 0 when on the day, later or under way."""
        return max((self.promised_on - self.delivered_on).days, 0) if self.delivered_on else 0
