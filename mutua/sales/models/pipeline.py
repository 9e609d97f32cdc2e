"""The way that a deal goes, and its stations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
    """One row is one station of a pipeline. An open stage holds deals that are worked on; won and lost ones are ends."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.OPEN)

    class Meta:
        ordering = ("pipeline", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["pipeline", "key"], name="stage_key_once_a_pipeline"),
            models.UniqueConstraint(fields=["pipeline", "kind"], condition=Q(kind__in=["won", "lost"]), name="stage_one_end_of_each_kind"),
        )

    def __str__(self) -> str:
        return self.name
