"""Where we stand in the segment's market, year by year: as it was found, and as it is envisioned."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import historied
from mutua.strategy.models.dated import Dated
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion


@historied
class MarketPosition(Dated):
    """One row is one year of a version. share: 0 to 1 of the market's `size`, which is money a year in the offering's currency."""

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="positions")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1950), MaxValueValidator(2200)])
    is_envisioned = models.BooleanField(_("envisioned"), default=False)
    share = models.DecimalField(_("our share"), max_digits=5, decimal_places=4)
    size = models.DecimalField(_("size of the market, a year"), max_digits=18, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("our rank"), null=True, blank=True)
    origin = models.CharField(_("where it comes from"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ("version_of", "year")
        verbose_name = _("market position")
        verbose_name_plural = _("market positions")
        constraints = (
            models.UniqueConstraint(fields=["version_of", "year"], name="market_position_once_a_year"),
            models.CheckConstraint(condition=Q(share__range=(0, 1)), name="market_position_share_0_to_1"),
            models.CheckConstraint(condition=Q(size=None) | Q(size__gte=0), name="market_position_size_not_negative"),
            models.CheckConstraint(condition=Q(rank=None) | Q(rank__gte=1), name="market_position_rank_from_1"),
        )
        triggers = frozen_with_version(
            "strategy.MarketPosition", "A market position", columns=("year", "is_envisioned", "share", "size", "rank", "origin")
        )

    def __str__(self) -> str:
        return f"{self.year}"
