"""By how many days the demonstration's dates were moved, so that every page can say so."""

from __future__ import annotations

from django.db import models


class DateShift(models.Model):
    """At most one row: all dates of the demonstration lie `days` later than in the published data."""

    one = models.BooleanField(primary_key=True, default=True, editable=False)
    days = models.IntegerField()
    sentence = models.CharField(max_length=300)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(one=True), name="date_shift_only_one"),)
