"""What using Mutua should bring, line by line; a change is a new version, and what was expected before stays."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import default_currency
from mutua.foundation.records.ledgers import append_only


class BusinessCase(models.Model):
    """One row is one version. lines: each {title, metric, baseline, expected, worth}; worth: what one whole unit of the measure brings a year.

    used_since: outcomes that became known from this day on are held against the expectation.
    """

    number = models.PositiveIntegerField(unique=True)
    used_since = models.DateField(_("used since"))
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)
    cost_per_year = models.DecimalField(_("what it costs a year"), max_digits=18, decimal_places=2)
    lines = models.JSONField()
    reason = models.CharField(_("why"), max_length=300)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    told_by_name = models.CharField(max_length=120)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        verbose_name = _("business case")
        verbose_name_plural = _("business cases")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="business_case_says_why"),
            models.CheckConstraint(condition=Q(cost_per_year__gte=0), name="business_case_cost_not_negative"),
        )
        triggers: ClassVar = append_only("strategy.BusinessCase", may_change=("told_by",))

    def __str__(self) -> str:
        return f"{self.number}"
