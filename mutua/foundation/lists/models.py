"""Views of lists that people keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """One row is one named state of one list: its filter, order, columns and search. Shared ones are seen by everybody who sees the list."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    state = models.JSONField(default=dict)
    shared = models.BooleanField(_("for everybody"), default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("kind", "name", "id")
        constraints = (
            models.UniqueConstraint(fields=["owner", "kind", "name"], condition=models.Q(deleted_at=None), name="saved_view_name_once"),
        )
        indexes = (models.Index(fields=["kind", "owner"], name="saved_view_kind_owner"),)

    def __str__(self) -> str:
        return self.name
