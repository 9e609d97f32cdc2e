"""Which needs of customers a version answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import historied
from mutua.strategy.models.dated import Dated
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion


@historied
class ServedNeed(Dated):
    """One row: this version answers this need, which a customer has said in its own words."""

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="served_needs")
    need = models.ForeignKey("customers.Need", on_delete=models.CASCADE, related_name="served_by")

    class Meta:
        verbose_name = _("need that is answered")
        verbose_name_plural = _("needs that are answered")
        constraints = (models.UniqueConstraint(fields=["version_of", "need"], name="served_need_once"),)
        triggers = frozen_with_version("strategy.ServedNeed", "A need that is answered", columns=("need_id",))
