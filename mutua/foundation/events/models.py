"""One row is one event that was announced: what its listeners are given, kept until it is pruned."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventRow(models.Model):
    """An announced fact. Written once, never changed."""

    name = models.CharField(max_length=100)
    payload = models.JSONField()
    actor_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (models.Index(fields=["at"], name="event_at"),)

    def __str__(self) -> str:
        return f"{self.name} {self.payload}"
