"""The value map as it was when a version was put up for challenge: what was approved was approved with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion


class FrozenMap(models.Model):
    """One row is the value map of one version. content: figures by the numbers of accounts, never their names; see `queries/frozen_map.py`."""

    version_of = models.OneToOneField(StrategyVersion, on_delete=models.CASCADE, related_name="frozen_map")
    taken_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        verbose_name = _("value map of a version")
        verbose_name_plural = _("value maps of versions")
        triggers = frozen_with_version("strategy.FrozenMap", "The value map", columns=("taken_at", "content"))

    def __str__(self) -> str:
        return f"{self.version_of}"
