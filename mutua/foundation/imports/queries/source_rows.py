"""Rows as they arrived."""

from __future__ import annotations

from collections.abc import Collection

from mutua.foundation.imports.models import SourceRow


def rows_as_they_arrived(kind: str, record_ids: Collection[int]) -> dict[int, SourceRow]:
    """{record: its row in the source's own words}. The caller has found the records for the one who looks."""
    return {row.record_id: row for row in SourceRow.objects.filter(kind=kind, record_id__in=record_ids).select_related("run")}
