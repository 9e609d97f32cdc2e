"""Who supplies, distributes for or buys from whom: the edges of the trading-partner graph."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account, default_currency
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class TradingLink(Record, Sourced):
    """One row is one flow of trade: goods go from `supplier` to `buyer`, worth `value_per_year`."""

    class Kind(models.TextChoices):
        SUPPLIES = "supplies", _("Supplies")
        DISTRIBUTES = "distributes", _("Distributes for")
        CARRIES = "carries", _("Carries for")

    supplier = models.ForeignKey(Account, verbose_name=_("supplier"), on_delete=models.CASCADE, related_name="sells_to")
    buyer = models.ForeignKey(Account, verbose_name=_("buyer"), on_delete=models.CASCADE, related_name="buys_from")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.SUPPLIES)
    value_per_year = models.DecimalField(_("value per year"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)

    class Meta(Record.Meta):
        verbose_name = _("trading link")
        verbose_name_plural = _("trading links")
        ordering = (F("value_per_year").desc(nulls_last=True), "pk")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(supplier=F("buyer")), name="trading_link_joins_two"),
            models.CheckConstraint(condition=Q(value_per_year=None) | Q(value_per_year__gte=0), name="trading_value_not_negative"),
            models.UniqueConstraint(
                fields=["supplier", "buyer", "kind"],
                condition=Q(deleted_at=None),
                name="trading_link_once",
                violation_error_message=_("These two are joined in this way already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier} → {self.buyer}"
