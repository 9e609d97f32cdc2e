"""What the outcomes since the first day say about a line of the business case: results of a job, which no page computes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.strategy.models.business_case import BusinessCase


class CaseReading(models.Model):
    """One row is one line of a version of the case, by its place. state: of the sequence, exactly as it was left. read_to: the last day that was read.

    counted: outcomes that have entered. Bounds are empty where there is none yet.
    """

    case = models.ForeignKey(BusinessCase, on_delete=models.CASCADE, related_name="readings")
    position = models.PositiveSmallIntegerField()
    state = models.JSONField(default=dict)
    read_to = models.DateField(null=True)
    counted = models.PositiveIntegerField(default=0)
    estimate = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    verdict = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        verbose_name = _("reading of a line of the business case")
        constraints = (models.UniqueConstraint(fields=["case", "position"], name="case_reading_once_a_line"),)


class CaseDay(models.Model):
    """One row: the outcomes of a day that have entered a reading, by their keys. Kept as long as something may still arrive late."""

    reading = models.ForeignKey(CaseReading, on_delete=models.CASCADE, related_name="days")
    known_on = models.DateField()
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = _("day of a reading")
        constraints = (models.UniqueConstraint(fields=["reading", "known_on"], name="case_day_once_a_reading"),)
