"""How much a customer may owe, and how much they do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import OfParty
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class CreditStanding(Record, Sourced, OfParty):
    """One row is what the back office said on `as_of` of one customer in one currency.

    credit_limit: null where there is none. exposure: what is at stake, open invoices and more. days_overdue: of the oldest open item.
    """

    currency = models.CharField(_("currency"), max_length=3)
    credit_limit = models.DecimalField(_("credit limit"), max_digits=18, decimal_places=2, null=True, blank=True)
    exposure = models.DecimalField(_("exposure"), max_digits=18, decimal_places=2)
    days_overdue = models.PositiveIntegerField(_("days overdue"), default=0)
    as_of = models.DateField(_("as of"))

    class Meta(Record.Meta):
        verbose_name = _("credit standing")
        ordering = ("currency", "pk")
        constraints = (
            *Sourced.Meta.constraints,
            *OfParty.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(credit_limit=None) | models.Q(credit_limit__gte=0), name="credit_standing_limit_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.currency}, {self.as_of}"

    def get_absolute_url(self) -> str:
        return self.party.get_absolute_url()

    @property
    def over_limit(self) -> bool:
        return self.credit_limit is not None and self.exposure > self.credit_limit
