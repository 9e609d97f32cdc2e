"""A row as it arrived."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class CurrentRows(models.Manager["SourceRow"]):
    """The last row of each key."""

    def get_queryset(self) -> models.QuerySet[SourceRow]:
        return super().get_queryset().filter(current=True)


class SourceRow(models.Model):
    """A row that a source sent for one key, and the record that it became. `objects` are the last ones of their keys.

    digest: SHA-256 of what was understood of it; while that stays the same the record is not touched, so that what people
    changed in it survives the next import. Rows that a later one replaced stay, so that undoing the later import finds them.
    """

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    record_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    raw = models.JSONField()
    current = models.BooleanField(default=True)
    run = models.ForeignKey("imports.ImportRun", null=True, on_delete=models.SET_NULL, related_name="source_rows")

    objects: ClassVar[models.Manager[SourceRow]] = CurrentRows()
    everything: ClassVar[models.Manager[SourceRow]] = models.Manager()

    class Meta:
        base_manager_name = "everything"
        default_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["kind", "source", "source_key"], condition=Q(current=True), name="source_row_current_once"),
        )
        indexes = (
            models.Index(fields=["kind", "record_id"], name="source_row_record"),
            models.Index(fields=["kind", "source", "source_key"], condition=Q(current=False), name="source_row_replaced"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.source_key}"
