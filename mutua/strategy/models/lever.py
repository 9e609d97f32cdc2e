"""What a strategy pulls: dozens are thinkable, eight or ten are chosen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import historied
from mutua.strategy.models.dated import Dated
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion


class Lever(models.Model):
    """One row is one lever of the catalogue."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


@historied
class ChosenLever(Dated):
    """One row: a version's draft names this lever; expected contribution in the company's currency and year."""

    version = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="levers")
    lever = models.ForeignKey(Lever, on_delete=models.PROTECT, related_name="uses")
    contribution = models.DecimalField(_("expected contribution a year"), max_digits=18, decimal_places=2, null=True, blank=True)
    is_chosen = models.BooleanField(_("chosen"), default=False)

    class Meta:
        ordering = ("-is_chosen", "-contribution", "lever__name")
        constraints = (
            models.UniqueConstraint(fields=["version", "lever"], name="lever_once_a_version"),
            models.CheckConstraint(condition=Q(contribution=None) | Q(contribution__gte=0), name="lever_contribution_not_negative"),
        )
        triggers = frozen_with_version(
            "strategy.ChosenLever", "A lever", columns=("lever_id", "contribution", "is_chosen"), of="version_id"
        )
