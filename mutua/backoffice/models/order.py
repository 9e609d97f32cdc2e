"""What a customer ordered, as the back office has it."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import OfParty
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Order(Record, Sourced, OfParty):
    """One row is one order of one customer. The back office is its master: here it is only read.

    dated_on: the day by which the order is counted: the day it was placed, or its earliest promise where that day was not captured.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        DELIVERED = "delivered", _("Delivered")
        CANCELLED = "cancelled", _("Cancelled")

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
            *OfParty.Meta.constraints,
            models.CheckConstraint(condition=models.Q(state__in=["open", "delivered", "cancelled"]), name="order_state_known"),
        )
        indexes = (
            models.Index(fields=["account", "dated_on"], include=["value"], name="order_account_dated"),
            models.Index(
                fields=["person", "dated_on"],
                include=["value"],
                condition=models.Q(person__isnull=False),
                name="order_person_dated",
            ),
            models.Index(models.F("dated_on").desc(nulls_last=True), models.F("id").desc(), name="order_dated"),
            models.Index(OpClass(models.functions.Upper("number"), name="text_pattern_ops"), name="order_by_number"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("backoffice:order", args=[self.pk])
