"""Importing in this process: for commands and for the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from django.db import transaction

from mutua.foundation.access import Actor
from mutua.foundation.imports.actions.map_columns import check_mapping
from mutua.foundation.imports.actions.upload_file import upload_file
from mutua.foundation.imports.building import all_targets
from mutua.foundation.imports.headings import propose
from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.running import run_to_end


def import_now(
    actor: Actor,
    kind: str,
    file: BinaryIO,
    *,
    file_name: str,
    source: str,
    mapping: Mapping | None = None,
    advance: Callable[[int], None] = lambda rows: None,
) -> ImportRun:
    """Take in the whole file and return the finished run. mapping: None takes what headings and values propose. Raises Refused."""
    with transaction.atomic():
        run = upload_file(actor, kind, file, file_name=file_name, source=source, keep=False)
        # What the headings propose may be nothing at all: then the check says what is missing.
        chosen = mapping or Mapping.of_headings(propose(run.headings, all_targets(importer_named(kind))))
        check_mapping(run, chosen)
        run.mapping = chosen.as_json()
        run.state = ImportRun.State.RUNNING
        run.save(update_fields=["mapping", "state"])
    run_to_end(run, file, actor, transaction.atomic, advance)
    return run
