"""What a customer was billed, and how much of it is open."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import OfParty
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Invoice(Record, Sourced, OfParty):
    """One row is one invoice, or with a negative value one credit note, as the back office had it on `as_of`.

    open_amount: what was not paid or set off by then, in the invoice's currency. due_on: null where the source does not say.
    corrects: of a credit note, the invoice whose error it puts right; null for returns, rebates, and where the source does not say.
    """

    order = models.ForeignKey(
        "backoffice.Order", null=True, blank=True, on_delete=models.SET_NULL, related_name="invoices", verbose_name=_("order")
    )
    number = models.CharField(_("invoice number"), max_length=80)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections", verbose_name=_("corrects")
    )
    invoiced_on = models.DateField(_("invoiced on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    open_amount = models.DecimalField(_("open amount"), max_digits=18, decimal_places=2)
    as_of = models.DateField(_("as of"))

    class Meta(Record.Meta):
        verbose_name = _("invoice")
        ordering = ("-invoiced_on", "-pk")
        constraints = (
            *Sourced.Meta.constraints,
            *OfParty.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(value__gte=0, open_amount__gte=0) | models.Q(value__lte=0, open_amount__lte=0),
                name="invoice_open_on_its_own_side",
            ),
        )
        indexes = (
            models.Index(fields=["account", "currency"], include=["open_amount", "due_on"], name="invoice_account_open"),
            models.Index(fields=["invoiced_on", "id"], name="invoice_invoiced"),
            models.Index(OpClass(models.functions.Upper("number"), name="text_pattern_ops"), name="invoice_by_number"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("backoffice:invoice", args=[self.pk])
