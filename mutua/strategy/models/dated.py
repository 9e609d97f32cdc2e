"""Parts of a version say since when they stand; with the old rows that their triggers keep, a day of a draft is read as it was."""

from __future__ import annotations

from django.db import models


class Dated(models.Model):
    """One row stands from `created_at` on."""

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
