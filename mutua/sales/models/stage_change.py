"""When a deal went from one stage to another, and through whom."""

from __future__ import annotations

from django.db import models

from mutua.sales.models.opportunity import Opportunity
from mutua.sales.models.pipeline import Stage


class StageChange(models.Model):
    """One row is one move; the first has no stage before it."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="stage_changes")
    was = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+")
    now = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ("-at", "-pk")
