"""The sheets of a draft's workbook."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.storage import default_storage

from mutua.foundation.imports import sheets
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.tables import XLSX


def sheets_of(run: ImportRun) -> list[tuple[str, bool]]:
    """(name, whether it is the one that is read) of the sheets with rows; empty for another kind of file, and where there is nothing to choose.

    The caller has found `run` for the one who looks.
    """
    if not run.encoding.startswith(XLSX) or not run.stored or not default_storage.exists(run.stored):
        return []
    place = int(run.encoding.partition(":")[2] or 0)
    with default_storage.open(run.stored, "rb") as file:
        try:
            found = sheets.places(cast("BinaryIO", file.file))
        except sheets.UnreadableWorkbook:
            return []
    return [(name, at == place) for name, at in found.items()] if len(found) > 1 else []
