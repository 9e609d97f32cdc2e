"""What one currency was worth in another on a day, and who says so."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.money import Rate


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ExchangeRate(models.Model):
    """One row: one unit of `of` was worth `factor` units of `to` on that day. It holds until the next day for which one is known."""

    of = models.CharField(_("one unit of"), max_length=3)
    to = models.CharField(_("in"), max_length=3)
    factor = models.DecimalField(_("is worth"), max_digits=20, decimal_places=10)
    on = models.DateField(_("on"))
    source = models.CharField(_("who says so"), max_length=120)

    class Meta:
        ordering = ("-on", "of", "to")
        verbose_name = _("exchange rate")
        constraints = (
            models.UniqueConstraint(fields=["of", "to", "on"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="exchange_rate_above_nothing"),
            models.CheckConstraint(condition=~Q(of=F("to")), name="exchange_rate_of_two_currencies"),
            models.CheckConstraint(condition=Q(of__regex="^[A-Z]{3}$", to__regex="^[A-Z]{3}$"), name="exchange_rate_currency_codes"),
        )

    def __str__(self) -> str:
        return f"{self.of} → {self.to}, {self.on}"

    def as_rate(self) -> Rate:
        return Rate(self.of, self.to, self.factor, self.on, self.source)
