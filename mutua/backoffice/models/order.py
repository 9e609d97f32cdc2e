"""What a customer ordered, as the back office has it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Order(Record, Sourced):
    """One row is one order of one account. The back office is its master: here it is only read.

    dated_on: the day by which the order is counted: the day it was placed, or its earliest promise where that day was not captured.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        DELIVERED = "delivered", _("Delivered")
        CANCELLED = "cancelled", _("Cancelled")

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="orders", verbose_name=_("account"))
    number = models.CharField(_("order number"), max_length=80)
    placed_on = models.DateField(_("placed on"), null=True, blank=True)
    dated_on = models.DateField(_("counted on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)

    class Meta(Record.Meta):
        verbose_name = _("order")
        ordering = ("-dated_on", "-pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=models.Q(state__in=["open", "delivered", "cancelled"]), name="order_state_known"),
        )
        indexes = (
            models.Index(fields=["account", "dated_on"], include=["value"], name="order_account_dated"),
            models.Index(models.functions.Upper("number"), name="order_number"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("backoffice:order", args=[self.pk])
