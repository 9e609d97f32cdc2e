"""A mapping that is used again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedMapping(models.Model):
    """One row is a named mapping of columns to the fields of one kind of record."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    mapping = models.JSONField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("kind", "name")
        constraints = (models.UniqueConstraint(fields=["kind", "name"], name="saved_mapping_once"),)

    def __str__(self) -> str:
        return self.name
