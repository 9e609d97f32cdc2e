"""A decision about a strategy version, with the evidence as it was known that day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.strategy.models.strategy_version import StrategyVersion


class Review(models.Model):
    """One row is one decision. evidence: each objective's figures and verdict when it was taken; never changed afterwards."""

    class Decision(models.TextChoices):
        CONTINUE = "continue", _("Continue")
        AMEND = "amend", _("Amend")
        ABANDON = "abandon", _("Abandon")

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="reviews")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    reason = models.TextField(_("reason"))
    evidence = models.JSONField()
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reviews")
    decider_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="review_has_a_reason"),)
        triggers: ClassVar = append_only("strategy.Review", may_change=("decider",))
