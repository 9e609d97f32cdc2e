"""What a version asks of a contact before we serve it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import historied
from mutua.strategy.models.dated import Dated
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.strategy_version import StrategyVersion


@historied
class Criterion(Dated):
    """One row is one question, to be answered with yes. must: without a yes nobody is qualified.

    condition: what answers it by itself from what is known of a contact, as a leaf of a filter: {"field", "op", "value"}; empty: a person answers.
    """

    class Aspect(models.TextChoices):
        FIT = "fit", _("Fit")
        NEED = "need", _("Need")
        AUTHORITY = "authority", _("Authority")
        BUDGET = "budget", _("Budget")
        TIME = "time", _("Time")

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    aspect = models.CharField(_("what about"), max_length=9, choices=Aspect.choices, default=Aspect.FIT)
    question = models.CharField(_("question"), max_length=200)
    must = models.BooleanField(_("must be fulfilled"), default=True)
    condition = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("version_of", "position", "pk")
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = (
            models.CheckConstraint(condition=~Q(question=""), name="criterion_asks_something"),
            models.UniqueConstraint(
                fields=["version_of", "question"],
                name="criterion_asked_once",
                violation_error_message=_("This question stands there twice. Nothing was saved."),
            ),
        )
        triggers = frozen_with_version("strategy.Criterion", "A criterion", columns=("position", "aspect", "question", "must", "condition"))

    def __str__(self) -> str:
        return self.question
