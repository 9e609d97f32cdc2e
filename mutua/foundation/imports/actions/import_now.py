"""Importing in this process: for commands and for the demonstration."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from django.db import transaction

from mutua.foundation.access import Actor
from mutua.foundation.imports.actions.map_columns import check_mapping
from mutua.foundation.imports.actions.upload_file import upload_file
from mutua.foundation.imports.mapping import Duplicates, Mapping
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.running import Advance, run_to_end
from mutua.foundation.imports.trying import Trial, try_import


def import_now(
    actor: Actor,
    kind: str,
    file: BinaryIO,
    *,
    file_name: str,
    source: str,
    mapping: Mapping | None = None,
    duplicates: Duplicates | None = None,
    sheet: str | None = None,
    advance: Advance = lambda rows, position: None,
) -> ImportRun:
    """Take in the whole file and return the finished run. mapping: None takes what headings and values propose; duplicates: None takes
    what the mapping says; sheet: of a workbook with several that have rows. Raises Refused.
    """
    with transaction.atomic():
        run = _prepared(actor, kind, file, file_name=file_name, source=source, mapping=mapping, duplicates=duplicates, sheet=sheet)
        run.state = ImportRun.State.RUNNING
        run.save(update_fields=["state"])
    run_to_end(run, file, actor, transaction.atomic, advance)
    return run


def try_now(
    actor: Actor,
    kind: str,
    file: BinaryIO,
    *,
    file_name: str,
    source: str,
    mapping: Mapping | None = None,
    duplicates: Duplicates | None = None,
    sheet: str | None = None,
    trial: Trial | None = None,
) -> Trial:
    """What `import_now` would do with the whole file, and nothing is written. Raises Refused."""
    with transaction.atomic():
        run = _prepared(actor, kind, file, file_name=file_name, source=source, mapping=mapping, duplicates=duplicates, sheet=sheet)
        told = try_import(run, file, actor, trial=trial)
        transaction.set_rollback(True)
    return told


def _prepared(
    actor: Actor,
    kind: str,
    file: BinaryIO,
    *,
    file_name: str,
    source: str,
    mapping: Mapping | None,
    duplicates: Duplicates | None,
    sheet: str | None,
) -> ImportRun:
    """A run whose mapping fits its file and its importer."""
    run = upload_file(actor, kind, file, file_name=file_name, source=source, keep=False, sheet=sheet)
    # What headings and values propose may be nothing at all: then the check says what is missing.
    chosen = mapping or Mapping.proposed(run.mapping)
    if duplicates is not None:
        chosen = replace(chosen, duplicates=duplicates)
    check_mapping(run, chosen)
    run.mapping = chosen.as_json()
    run.save(update_fields=["mapping"])
    return run
