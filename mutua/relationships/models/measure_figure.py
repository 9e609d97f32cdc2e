"""How each measure stands, kept so that a list of hundreds can begin with those that are out of tolerance."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.relationships.models.performance_measure import PerformanceMeasure

RANKS = ("breach", "watch", "ok", "none")


class MeasureFigure(models.Model):
    """One row is the figure of one measure over the last year when it was last counted; computed, so it has no history of its own.

    rank: 0 out of tolerance, 1 between tolerance and target, 2 on target, 3 without a figure. good, of: cases; null where whole periods are reported.
    """

    measure = models.OneToOneField(PerformanceMeasure, on_delete=models.CASCADE, related_name="figure")
    rank = models.PositiveSmallIntegerField(_("standing"), default=3)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    good = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.numerator:f} / {self.denominator:f}"

    @property
    def value(self) -> float | None:
        return float(self.numerator / self.denominator) if self.denominator else None

    @property
    def state(self) -> str:
        return RANKS[self.rank]
