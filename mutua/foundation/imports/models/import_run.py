"""One file on its way in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One row is one import of one file, from its upload to its report.

    Each row of the file is counted once: created + updated + unchanged + refused + repaired = seen. `repaired` are rows that were
    refused first and put right later; `corrected` counts taken rows in which something was read in another way than it stood there.
    next_row: how many rows of the file have been dealt with, so that a run goes on where it was stopped.
    Of an undone run: taken_out: records that it had made and that are gone; put_back: records that have again what stood before;
    left_to_later: records that a later import brings as well, and that are that one's now.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Not started")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Stopped")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    kind = models.CharField(max_length=40)
    source = models.CharField(_("source system"), max_length=60)
    file_name = models.CharField(max_length=200)
    stored = models.CharField(max_length=200, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    headings = ArrayField(models.TextField(), default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)

    next_row = models.PositiveBigIntegerField(default=0)
    created = models.PositiveBigIntegerField(default=0)
    updated = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    repaired = models.PositiveBigIntegerField(default=0)
    corrected = models.PositiveBigIntegerField(default=0)

    taken_out = models.PositiveBigIntegerField(default=0)
    put_back = models.PositiveBigIntegerField(default=0)
    left_to_later = models.PositiveBigIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=120, blank=True, default="")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=120, blank=True, default="")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    only: list[int] | None = None

    class Meta:
        ordering = ("-begun_at", "-pk")
        verbose_name = _("import")
        indexes = (models.Index(fields=["-begun_at", "-id"], name="import_run_newest"),)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:run", args=[self.pk])

    @property
    def seen(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused + self.repaired

    @property
    def changed_nothing(self) -> bool:
        return self.state == self.State.DONE and self.seen > 0 and not (self.created or self.updated or self.repaired)

    def changed_ids(self) -> list[int]:
        """The records that this run made or changed; of a row put right later, that one's alone."""
        if self.only is not None:
            return self.only
        return list(self._changed())

    def few_changed_ids(self, most: int) -> tuple[int, ...]:
        """The same where they are so many at most, else none: whoever needs more asks for `changed_in_parts`."""
        ids = self.only if self.only is not None else list(self._changed()[: most + 1])
        return tuple(ids) if len(ids) <= most else ()

    def changed_in_parts(self, size: int) -> Iterator[list[int]]:
        """The records that this run made or changed, so many at a time: a million of them take no memory."""
        ids = self._changed().iterator(chunk_size=size)
        while part := list(islice(ids, size)):
            yield part

    def _changed(self) -> models.QuerySet[Any, int]:
        return self.source_rows.filter(record_id__isnull=False).order_by("record_id").values_list("record_id", flat=True).distinct()
