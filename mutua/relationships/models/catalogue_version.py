"""The catalogue of touchpoints as it stood from one change to the next: it only grows, and any past one can be read again."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.relationships.rules.book import Book, book_from


class CatalogueVersion(models.Model):
    """One row is the whole catalogue from `made_at` on, until the next number. made_by: who changed it, as they were called then."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=200)
    note = models.CharField(_("why"), max_length=300, blank=True, default="")
    document = models.JSONField(_("catalogue"))

    class Meta:
        ordering: ClassVar = ["-number"]
        verbose_name = _("version of the catalogue")
        verbose_name_plural = _("versions of the catalogue")
        triggers = append_only("relationships.CatalogueVersion")

    def __str__(self) -> str:
        return _("Version %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("relationships:catalogue-version", args=[self.number])

    @property
    def version(self) -> int:
        """What a writer who is late is told to have missed."""
        return self.number

    @cached_property
    def book(self) -> Book:
        return book_from(self.document)
