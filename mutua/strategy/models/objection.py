"""What somebody holds against a version while it is challenged; unanswered, it keeps the version from being approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion


class Objection(models.Model):
    """One row is one objection with its answer. Both stay as they were said; whoever said them may leave."""

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="objections")
    sentence = models.TextField(_("objection"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    raised_by_name = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_by_name = models.CharField(max_length=120, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("version_of", "pk")
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = (models.CheckConstraint(condition=~Q(sentence=""), name="objection_says_something"),)
        triggers = frozen_with_version(
            "strategy.Objection",
            "An objection",
            columns=("sentence", "raised_at", "answer", "answered_at"),
            let_go=("raised_by_id", "answered_by_id"),
        )

    def __str__(self) -> str:
        return self.sentence
