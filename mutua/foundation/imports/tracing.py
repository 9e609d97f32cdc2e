"""Writing down what a batch makes, finds and overwrites, while it is written: whoever writes rows says so here, and nobody has to pass it on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mutua.foundation import days

if TYPE_CHECKING:
    from django.db.models import Model

    from mutua.foundation.imports.models import ImportRun

Columns = dict[str, tuple[Any, Any]]  # {column: (before, after)}


@dataclass
class Trace:
    """What one batch did: {label of a model: numbers of its rows}, and {(label, number): columns}."""

    made: dict[str, list[int]] = field(default_factory=dict)
    found: dict[str, list[int]] = field(default_factory=dict)
    changed: dict[tuple[str, int], Columns] = field(default_factory=dict)

    def add(self, other: Trace) -> None:
        for mine, theirs in ((self.made, other.made), (self.found, other.found)):
            for label, ids in theirs.items():
                mine.setdefault(label, []).extend(ids)
        for place, columns in other.changed.items():
            self.note_change(place, columns)

    def note_change(self, place: tuple[str, int], columns: Columns) -> None:
        """A column that is written twice was before what stood before the first time."""
        known = self.changed.setdefault(place, {})
        for name, (before, after) in columns.items():
            known[name] = (known[name][0] if name in known else before, after)


_open: ContextVar[Trace | None] = ContextVar("trace of an import", default=None)


@contextmanager
def tracing() -> Iterator[Trace]:
    """Inside, what `made`, `found` and `changed` are told is kept in the trace given."""
    trace = Trace()
    token = _open.set(trace)
    try:
        yield trace
    finally:
        _open.reset(token)


def made(model: type[Model], ids: Collection[int]) -> None:
    """These rows are new. (`copy_in` says so itself.)"""
    trace = _open.get()
    if trace is not None and ids:
        trace.made.setdefault(model._meta.label, []).extend(ids)


def found(model: type[Model], ids: Collection[int]) -> None:
    """These rows stood already, and the file says that they should."""
    trace = _open.get()
    if trace is not None and ids:
        trace.found.setdefault(model._meta.label, []).extend(ids)


def changed(model: type[Model], record_id: int, columns: Mapping[str, tuple[Any, Any]]) -> None:
    """These columns were written, whether they said the same before or not: {column: (before, after)}. None: the file has the row and no column.

    Of a part that stands, after is what a new one would have got.
    """
    trace = _open.get()
    if trace is not None:
        trace.note_change((model._meta.label, record_id), dict(columns))


def plain(value: Any) -> Any:
    """A value as JSON keeps it: the same for equal values, whatever their precision."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if value is None or isinstance(value, (str, int, float, bool, dict)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def write_trace(run: ImportRun, trace: Trace) -> None:
    """Keep it, in the transaction of the batch."""
    from mutua.foundation.imports.copying import copy_in
    from mutua.foundation.imports.models import ImportChange, ImportStep, ImportTrace

    if not (trace.made or trace.found or trace.changed):
        return
    new = {label: set(ids) for label, ids in trace.made.items()}  # what was written into them belongs to their making
    step = ImportStep.objects.create(run=run, at=days.now())
    rows = []
    for act, by_label in ((ImportTrace.Act.MADE, trace.made), (ImportTrace.Act.FOUND, trace.found)):
        for label, ids in by_label.items():
            one = ImportTrace(run=run, step=step, act=act, model=label)
            one.ids = ids
            rows.append(one)
    ImportTrace.objects.bulk_create(rows)
    copy_in(
        ImportChange,
        [
            {
                "run_id": run.pk, "step_id": step.pk, "model": label, "record_id": record_id,
                "columns": {name: [plain(before), plain(after)] for name, (before, after) in columns.items()},
            }
            for (label, record_id), columns in trace.changed.items()
            if record_id not in new.get(label, ())
        ],
    )  # fmt: skip
