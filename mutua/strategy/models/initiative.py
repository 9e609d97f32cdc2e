"""What a version plans to do by itself, for the whole segment: when, at what cost to either side, for what return."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import historied
from mutua.strategy.models.dated import Dated
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.lever import Lever
from mutua.strategy.models.strategy_version import StrategyVersion


@historied
class Initiative(Dated):
    """One row is one initiative. It begins in a quarter (1 to 4) of a year and runs `lasts` quarters.

    cost_us, cost_them: in all, spread evenly over its quarters; return_us, return_them: in all, empty while nobody has said. In the
    offering's currency.
    """

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="initiatives")
    name = models.CharField(_("name"), max_length=160)
    lever = models.ForeignKey(Lever, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("lever it pulls"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1950), MaxValueValidator(2200)])
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    lasts = models.PositiveSmallIntegerField(_("quarters it takes"), default=1)
    cost_us = models.DecimalField(_("our investment"), max_digits=18, decimal_places=2, default=0)
    cost_them = models.DecimalField(_("their investment"), max_digits=18, decimal_places=2, default=0)
    return_us = models.DecimalField(_("our return"), max_digits=18, decimal_places=2, null=True, blank=True)
    return_them = models.DecimalField(_("their return"), max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("version_of", "year", "quarter", "pk")
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="initiative_has_a_name"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="initiative_begins_in_a_quarter"),
            models.CheckConstraint(condition=Q(lasts__range=(1, 20)), name="initiative_takes_1_to_20_quarters"),
            models.CheckConstraint(condition=Q(cost_us__gte=0, cost_them__gte=0), name="initiative_costs_not_negative"),
        )
        triggers = frozen_with_version(
            "strategy.Initiative",
            "An initiative",
            columns=("name", "lever_id", "year", "quarter", "lasts", "cost_us", "cost_them", "return_us", "return_them"),
        )

    def __str__(self) -> str:
        return self.name
