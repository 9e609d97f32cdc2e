"""What a version takes for granted, how that is tested, and what was found whenever somebody looked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.foundation.records.models import historied
from mutua.strategy.models.dated import Dated
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion


@historied
class Assumption(Dated):
    """One row: what must be true for a version to work, and whether it still is. metric: a key of `foundation/metrics` that would show it.

    What is assumed and how it is tested is frozen with the version; what was found moves on, and each look is kept.
    """

    class Holds(models.TextChoices):
        UNKNOWN = "unknown", _("Not checked")
        YES = "yes", _("Holds")
        NO = "no", _("No longer holds")

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="assumptions")
    sentence = models.CharField(_("assumption"), max_length=300)
    metric = models.CharField(_("measure that would show it"), max_length=80, blank=True, default="")
    test_plan = models.CharField(_("how it is tested"), max_length=600, blank=True, default="")
    due = models.DateField(_("tested by"), null=True, blank=True)
    holds = models.CharField(max_length=7, choices=Holds.choices, default=Holds.UNKNOWN)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        triggers = frozen_with_version("strategy.Assumption", "An assumption", columns=("sentence", "metric", "test_plan", "due"))


class AssumptionCheck(models.Model):
    """One row: somebody looked whether an assumption holds."""

    assumption = models.ForeignKey(Assumption, on_delete=models.CASCADE, related_name="checks")
    holds = models.CharField(max_length=7, choices=Assumption.Holds.choices)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ("assumption", "-checked_on", "-pk")
        triggers: ClassVar = append_only("strategy.AssumptionCheck", may_change=("checked_by",))
