"""What undoing did, in numbers and conflicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from mutua.foundation.imports.importer import Above
from mutua.foundation.imports.models import ImportConflict, ImportRun
from mutua.foundation.imports.undoing.later import Later

MOST_TEXT = 300


@dataclass
class Outcome:
    """Of one step: numbers of records that are gone, have their old values again, or belong to a later import (and to which)."""

    gone: list[int] = field(default_factory=list)
    put_back: list[int] = field(default_factory=list)
    settled: list[int] = field(default_factory=list)  # records that had been overwritten and of which this run has nothing more to say
    handed: dict[int, Later] = field(default_factory=dict)
    conflicts: list[ImportConflict] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)  # records of which a part is gone
    above: Above = field(default_factory=dict)  # what says again what the rows said

    def note_above(self, found: Above) -> None:
        for kind, numbers in found.items():
            self.above[kind] = self.above.get(kind, set()) | numbers


def conflict(run: ImportRun, model: type[Model], record_id: int, name: str, why: str, *, column: str = "", kept: Any = None, other: Any = None, detail: str = "") -> ImportConflict:  # fmt: skip
    return ImportConflict(
        run=run, model=model._meta.label, record_id=record_id, name=name[:200], column=column, why=why, detail=detail[:200],
        kept=_told(kept), other=_told(other),
    )  # fmt: skip


def names_of(model: type[Model], ids: list[int]) -> dict[int, str]:
    return {record.pk: str(record) for record in model._base_manager.filter(pk__in=ids)} if ids else {}


def _told(value: Any) -> str:
    if value is None:
        return ""
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value))[:MOST_TEXT]
