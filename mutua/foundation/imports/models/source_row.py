"""A row as it arrived."""

from __future__ import annotations

from django.db import models


class SourceRow(models.Model):
    """The last row that a source sent for one key, and the record that it became.

    digest: SHA-256 of what was understood of it; while that stays the same the record is not touched, so that what people
    changed in it survives the next import.
    """

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    record_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    raw = models.JSONField()
    run = models.ForeignKey("imports.ImportRun", null=True, on_delete=models.SET_NULL, related_name="source_rows")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "source", "source_key"], name="source_row_once"),)
        indexes = (models.Index(fields=["kind", "record_id"], name="source_row_record"),)

    def __str__(self) -> str:
        return f"{self.source} {self.source_key}"
