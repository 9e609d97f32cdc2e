"""What became of a qualified lead: the account, the person and the deal; and whether that was taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.sales.models.lead import Lead


class LeadConversion(models.Model):
    """One row is one conversion. made: what it added, kind → [number, version at the end of it]; what was there already is not in it.

    moved: files and notes that went along, kind → numbers. kept: what an undo left, in words, for somebody had worked on it since.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="conversions")
    account = models.ForeignKey("customers.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey("customers.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    opportunity = models.ForeignKey("sales.Opportunity", null=True, blank=True, on_delete=models.SET_NULL, related_name="conversions")
    made = models.JSONField(default=dict, blank=True)
    moved = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150, blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=150, blank=True, default="")
    kept = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("conversion of a lead")
        verbose_name_plural = _("conversions of leads")
        constraints = (
            models.UniqueConstraint(fields=["lead"], condition=Q(undone_at=None), name="lead_converted_once"),
            models.CheckConstraint(condition=Q(undone_at=None) | Q(undone_at__gte=models.F("at")), name="lead_conversion_undone_after_it"),
        )

    def __str__(self) -> str:
        return f"{self.lead} → {self.account}"
