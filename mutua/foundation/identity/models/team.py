"""People who work on the same customers."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Team(models.Model):
    """One row is a group of users with one lead. The source key ties it to the system that it was imported from."""

    name = models.CharField(max_length=120, unique=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="leads")
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
