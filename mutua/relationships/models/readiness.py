"""What a party brings: data, systems, people, process, will."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.labels import DIMENSIONS, keys


@historied
class Readiness(Record, Sourced):
    """One row is one dimension of one party, assessed 0.0 to 4.0 in tenths; without an account it is our own company.

    from_data: the key of the proposal from back-office rows that somebody took on; empty: assessed by a person alone.
    """

    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="readiness", verbose_name=_("account")
    )
    dimension = models.CharField(_("dimension"), max_length=10, choices=DIMENSIONS)
    level = models.DecimalField(_("level"), max_digits=2, decimal_places=1)
    evidence = models.TextField(_("evidence"), blank=True, default="")
    confidence = models.DecimalField(_("confidence"), max_digits=3, decimal_places=2, default=Decimal("0.50"))
    from_data = models.SlugField(_("proposal that it came from"), max_length=40, blank=True, default="")
    assessed_on = models.DateField(_("assessed on"))
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("assessed by")
    )

    class Meta(Record.Meta):
        ordering = ("account", "dimension")
        verbose_name = _("readiness")
        verbose_name_plural = _("readiness")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["account", "dimension"], nulls_distinct=False, name="readiness_once"),
            models.CheckConstraint(condition=Q(dimension__in=keys(DIMENSIONS)), name="readiness_dimension_known"),
            models.CheckConstraint(condition=Q(level__range=(0, 4)), name="readiness_level_0_to_4"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="readiness_confidence_0_to_1"),
        )

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} {self.level}"
