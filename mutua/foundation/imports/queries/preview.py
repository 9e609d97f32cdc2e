"""What an import would do, without doing it."""

from __future__ import annotations

from collections import Counter
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.imports.actions.map_columns import check_mapping
from mutua.foundation.imports.engine import Tally
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.limits import PREVIEW_ROWS
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.running import dry_run
from mutua.foundation.imports.tables import UnreadableFile
from mutua.foundation.records.errors import Refused

SHOWN = 8


def preview_of(actor: Actor, run: ImportRun) -> dict[str, Any]:
    """Counts, reasons and the first rows of a draft, from the first rows of its file. `problem`: why there is no preview."""
    mapping = Mapping.from_json(run.mapping)
    try:
        check_mapping(run, mapping)
    except Refused as error:
        return {"problem": str(error)}
    if not run.stored or not default_storage.exists(run.stored):
        return {"problem": _("The file of this import is not kept any more. Nothing was imported; upload it again.")}
    try:
        with default_storage.open(run.stored, "rb") as file:  # a wrapper, whose own file is open and binary in here
            tally = dry_run(importer_named(run.kind), cast("BinaryIO", file.file), mapping, run.source, actor, most=PREVIEW_ROWS)
    except UnreadableFile as error:
        return {"problem": str(error)}
    rows = sorted([*tally.taken, *tally.refused], key=lambda row: row.number)
    return {
        "tally": tally,
        "counts": counts(tally),
        "looked_at": len(rows),
        "is_part": len(rows) == PREVIEW_ROWS,
        "reasons": reasons(tally),
        "columns": list(mapping.columns),
        "first": [(row, [row.text.get(name, "") for name in mapping.columns]) for row in rows[:SHOWN]],
    }


def counts(tally: Tally) -> dict[str, int]:
    return {
        "created": len(tally.created),
        "updated": len(tally.updated),
        "unchanged": len(tally.unchanged),
        "refused": len(tally.refused),
        "corrected": tally.corrected,
    }


def reasons(tally: Tally) -> list[tuple[str, str, str, int]]:
    """(level, field, sentence, rows), refused ones first, then the most frequent."""
    found: Counter[tuple[str, str, str]] = Counter()
    for row in tally.refused:
        if row.refusal is not None:
            found[row.refusal.level, row.refusal.field, row.refusal.sentence] += 1
    for row in tally.taken:
        found.update({(note.level, note.field, note.sentence) for note in row.notes})
    ordered = sorted(found.items(), key=lambda item: (item[0][0] != "refused", -item[1], item[0]))
    return [(level, name, sentence, rows) for (level, name, sentence), rows in ordered]
