"""How much each criterion of the board weighs; a change is a new version, and the old ones stay."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only


class BoardWeights(models.Model):
    """One row is one version. weights: criterion → 0 to 100; what is left out weighs nothing."""

    number = models.PositiveIntegerField(unique=True)
    weights = models.JSONField()
    reason = models.CharField(_("why"), max_length=300)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    chosen_by_name = models.CharField(max_length=120)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        verbose_name = _("weights of the board")
        verbose_name_plural = _("weights of the board")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="board_weights_say_why"),)
        triggers: ClassVar = append_only("strategy.BoardWeights", may_change=("chosen_by",))

    def __str__(self) -> str:
        return f"{self.number}"
