"""The pipeline as it stood on the Monday of a week: taken once, and frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.sales.models.forecast_category import ForecastCategory
from mutua.sales.models.pipeline import Stage


class ForecastSnapshot(models.Model):
    """One row is one week. on: its Monday. rebuilt: it was made later, from the history of the deals, and says so."""

    on = models.DateField(unique=True)
    taken_at = models.DateTimeField()
    rebuilt = models.BooleanField(default=False)

    class Meta:
        ordering = ("-on",)
        verbose_name = _("forecast snapshot")
        triggers = append_only("sales.ForecastSnapshot")

    def __str__(self) -> str:
        return f"{self.on}"


class SnapshotDeal(models.Model):
    """One row is one deal on that Monday: open, or closed within a quarter before. number: of the deal, which may go for good; then nobody sees the row but in sums."""

    snapshot = models.ForeignKey(ForecastSnapshot, on_delete=models.PROTECT, related_name="deals")
    opportunity = models.ForeignKey("sales.Opportunity", null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.BigIntegerField()
    name = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    territory = models.ForeignKey("sales.Territory", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=4, choices=Stage.Kind.choices)
    category = models.CharField(max_length=8, choices=ForecastCategory.choices, blank=True, default="")
    probability = models.DecimalField(max_digits=4, decimal_places=3)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    expected_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["snapshot", "number"], name="snapshot_deal_once"),)
        triggers = append_only("sales.SnapshotDeal", may_change=["opportunity", "owner", "territory"])
