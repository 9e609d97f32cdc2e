"""What a person saw of the executive page when it looked last, so that the page can say what has changed since."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SummaryLook(models.Model):
    """One row is one person. facts: what the page showed at the newest look; before, before_at: what it showed at the end of the visit before this one.

    Looks less than an hour apart are one visit: who loads the page again does not lose what is new.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    looked_at = models.DateTimeField()
    facts = models.JSONField()
    before_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.looked_at:%Y-%m-%d %H:%M}"
