"""The way that a deal goes, and its stations."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.sales.models.forecast_category import ForecastCategory


class Pipeline(models.Model):
    """One row is one way of selling: its deals pass its stages in order."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """One row is one station of a pipeline. An open stage holds deals that are worked on; won and lost ones are ends.

    forecast_category, probability: of its deals, where nobody says another category of one; only of open stages are they asked.
    """

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.OPEN)
    forecast_category = models.CharField(
        _("forecast category"), max_length=8, choices=ForecastCategory.choices, default=ForecastCategory.PIPELINE
    )
    probability = models.DecimalField(_("probability"), max_digits=4, decimal_places=3, default=Decimal("0.5"))

    class Meta:
        ordering = ("pipeline", "order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(probability__gte=0, probability__lte=1), name="stage_probability_is_one"),
            models.UniqueConstraint(fields=["pipeline", "key"], name="stage_key_once_a_pipeline"),
            models.UniqueConstraint(fields=["pipeline", "kind"], condition=Q(kind__in=["won", "lost"]), name="stage_one_end_of_each_kind"),
        )

    def __str__(self) -> str:
        return self.name
