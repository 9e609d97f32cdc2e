"""What a customer reports of its own measure."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation import days
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.performance_measure import PerformanceMeasure


@historied
class Observation(Record, Sourced):
    """One row is one figure of one period as it was known from `recorded_at` on. A correction is a later row of the same period.

    of a share: so many good ones of so many (is_proportion: never more than all of them); of days: so many days in so many cases.
    """

    measure = models.ForeignKey(PerformanceMeasure, on_delete=models.CASCADE, related_name="observations")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    numerator = models.DecimalField(_("good ones"), max_digits=14, decimal_places=2)
    denominator = models.DecimalField(_("of"), max_digits=14, decimal_places=2)
    is_proportion = models.BooleanField(_("proportion"), default=True, editable=False)
    recorded_at = models.DateTimeField(_("known since"), default=days.now)
    reason = models.CharField(_("why it is another"), max_length=200, blank=True, default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(Record.Meta):
        ordering = ("-until", "-since", "-recorded_at", "-pk")
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="observation_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(denominator__gt=0, numerator__gte=0) & (Q(is_proportion=False) | Q(numerator__lte=F("denominator"))),
                name="observation_is_a_share",
            ),
        )

    def __str__(self) -> str:
        return f"{self.numerator:f} / {self.denominator:f}"
