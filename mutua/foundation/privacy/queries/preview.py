"""What erasing a person would do, before anybody says yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from mutua.foundation.access import Actor, require
from mutua.foundation.privacy.mentions import count_mentions
from mutua.foundation.privacy.models import Erasure
from mutua.foundation.privacy.subject import files_kept, person_kind
from mutua.foundation.privacy.tracing import Trace, found, traces_of


@dataclass(frozen=True)
class Line:
    """So many rows of one kind. why: for those that stay."""

    title: str
    rows: int
    old_rows: int = 0
    why: Any = ""


@dataclass(frozen=True)
class Preview:
    """deleted, emptied, kept: by kind of record. names: rows elsewhere in which the person's name, address or number is written over.

    shared: words that mean others, too, and stay where they stand. files: those that are removed.
    """

    person: Any
    people: list[int]
    deleted: list[Line]
    emptied: list[Line]
    kept: list[Line]
    names: list[Line]
    shared: list[str]
    files: list[str]
    erasure: Erasure | None = None

    @property
    def has_files(self) -> bool:
        return bool(self.files)


def preview_of(actor: Actor, person_id: int) -> Preview:
    """Raises NotFound, NotAllowed."""
    person = person_kind().find(actor, person_id)
    require(actor, "privacy.person.erase", person)
    people = person_kind().together(person.pk)
    words, shared = person_kind().words(people)
    traces = traces_of(people)
    lines: Callable[[str], list[Line]] = partial(_lines, traces)
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    own = {trace.lead.model._meta.db_table for trace in traces if trace.pks} | {person_kind().model._meta.db_table}
    counted = {table: rows for table, rows in count_mentions(words).items() if table not in own and not _of_history(tables.get(table), own)}
    return Preview(
        person=person,
        people=people,
        deleted=lines("delete"),
        emptied=lines("blank"),
        kept=lines("stay"),
        names=sorted(
            (Line(_title(tables[table]) if table in tables else table, rows) for table, rows in counted.items()), key=lambda one: one.title
        ),
        shared=shared,
        files=[name for files in files_kept() for name in files.find(words, people)],
        erasure=Erasure.objects.filter(person_id=person.pk).first(),
    )


def _lines(traces: list[Trace], then: str) -> list[Line]:
    told = []
    for trace in traces:
        if trace.lead.then == then:
            old = trace.history.count() if trace.history is not None else 0
            if trace.pks or old:
                told.append(Line(_title(trace.lead.model), len(trace.pks), old, trace.lead.why))
    return told


def _title(model: Any) -> str:
    tracked = getattr(model, "pgh_tracked_model", model)
    return str(capfirst(tracked._meta.verbose_name_plural))


def _of_history(model: Any, own: set[str]) -> bool:
    tracked = getattr(model, "pgh_tracked_model", None)
    return tracked is not None and tracked._meta.db_table in own


__all__ = ["Line", "Preview", "found", "preview_of"]
