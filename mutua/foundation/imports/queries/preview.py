"""What an import would do, for the page."""

from __future__ import annotations

from collections import Counter
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.imports.actions.map_columns import check_mapping
from mutua.foundation.imports.building import all_targets
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.limits import PREVIEW_ROWS
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.tables import UnreadableFile
from mutua.foundation.imports.trying import ShownRow, try_import
from mutua.foundation.records.errors import Refused


def preview_of(actor: Actor, run: ImportRun) -> dict[str, Any]:
    """Counts, reasons and the first rows of each outcome, from the first rows of the file. `problem`: why there is no preview."""
    mapping = Mapping.proposed(run.mapping)
    try:
        check_mapping(run, mapping)
        if not run.stored or not default_storage.exists(run.stored):
            return {"problem": _("The file of this import is not kept any more. Nothing was imported; upload it again.")}
        with default_storage.open(run.stored, "rb") as file:  # a wrapper, whose own file is open and binary in here
            trial = try_import(run, cast("BinaryIO", file.file), actor, most=PREVIEW_ROWS)
    except (Refused, UnreadableFile) as error:
        return {"problem": str(error)}
    labels = {target.name: target.label for target in all_targets(importer_named(run.kind))}
    return {
        "counts": trial.counts,
        "looked_at": trial.looked_at,
        "is_part": trial.looked_at >= PREVIEW_ROWS,
        "waiting": trial.waiting,
        "alike": trial.alike,
        "duplicates": mapping.duplicates,
        "reasons": [(level, labels.get(name, name), sentence, rows) for level, name, sentence, rows in ordered(trial.reasons)],
        "shown": [_told(shown, labels) for shown in sorted(trial.shown, key=lambda shown: shown.row.number)],
    }


def ordered(reasons: Counter[tuple[str, str, str]]) -> list[tuple[str, str, str, int]]:
    """(level, field, sentence, rows), refused ones first, then the most frequent."""
    found = sorted(reasons.items(), key=lambda item: (item[0][0] != "refused", -item[1], item[0]))
    return [(level, name, sentence, rows) for (level, name, sentence), rows in found]


def _told(shown: ShownRow, labels: dict[str, Any]) -> dict[str, Any]:
    """One row for the page: its outcome, what of it is the record's name, old and new values, and the sentences about it."""
    row = shown.row
    notes = [row.refusal] if row.refusal is not None else row.notes
    return {
        "number": row.number,
        "outcome": shown.outcome,
        "texts": [] if row.forgotten else [text for text in row.text.values() if text][:3],
        "changes": [(labels.get(change.name, change.name), change.old, change.new) for change in shown.changes],
        "likes": row.likes,
        # Whom the row looks like stands there with a link already.
        "notes": [
            (labels.get(note.field, note.field), note.sentence, "" if row.likes and not note.field else note.found) for note in notes
        ],
    }
