"""Giving rows their old values again, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from mutua.foundation.imports.importer import Importer
from mutua.foundation.imports.models import ImportChange, ImportConflict, ImportRun
from mutua.foundation.imports.undoing.edits import spread
from mutua.foundation.imports.undoing.later import Later, said_by_rows, said_later
from mutua.foundation.imports.undoing.outcome import Outcome, conflict, names_of
from mutua.foundation.imports.writing import CUSTOM, overwrite

Why = ImportConflict.Why


class _Misfit(Exception):
    """A row cannot stand with its old values."""


@dataclass
class _Back:
    """What one row gets back, and what stays because somebody changed it: {column: (what stands, what would)}."""

    change: ImportChange
    values: dict[str, Any] = field(default_factory=dict)
    edited: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def put_back(run: ImportRun, importer: Importer, label: str, changes: Sequence[ImportChange]) -> Outcome:
    """changes: of one model, one a row. Changes that are dealt with are gone afterwards, or belong to a later run, or are marked as kept."""
    model: type[Model] = apps.get_model(label)
    ids = [change.record_id for change in changes]
    later = said_later(run, model, ids)
    if label == importer.beside_label():
        said_by_rows(run, importer, changes, later)
    standing = _standing(model, ids)
    outcome, backs, unsaid = Outcome(), [], {}
    outcome.note_above(importer.above(model, ids))
    for change in changes:
        said = [one for one in later.get(change.record_id, ()) if one.step_id > change.step_id]
        if said and said[0].change is None:
            change.run_id, change.step_id = said[0].run_id, said[0].step_id
            change.save(update_fields=["run", "step"])
            outcome.handed[change.record_id] = said[0]
            unsaid[change.record_id] = _unsaid(change, said, standing.get(change.record_id, {}))
        elif change.record_id in standing:
            backs.append(_back(change, said, standing[change.record_id]))
        else:
            change.delete()
    outcome.settled = [change.record_id for change in changes if change.record_id not in outcome.handed]
    refused = _write(model, importer, {back.change.record_id: back.values for back in backs if back.values})
    outcome.note_above(importer.above(model, ids))
    unsaid = {number: columns for number, columns in unsaid.items() if columns}
    names = names_of(model, [*unsaid, *(back.change.record_id for back in backs if back.edited or back.change.record_id in refused)])
    outcome.conflicts += [
        conflict(run, model, number, names.get(number, ""), Why.EDITED, column=column, kept=kept, other=other)
        for number, columns in unsaid.items()
        for column, (kept, other) in columns.items()
    ]
    for back in backs:
        number, name = back.change.record_id, names.get(back.change.record_id, "")
        outcome.conflicts += [
            conflict(run, model, number, name, Why.EDITED, column=column, kept=kept, other=other)
            for column, (kept, other) in back.edited.items()
        ]
        if number in refused:
            outcome.conflicts += [
                conflict(run, model, number, name, Why.TAKEN, column=column, kept=standing[number].get(column), other=other)
                for column, other in back.values.items()
            ]
        elif back.values:
            outcome.put_back.append(number)
        left = set(back.edited) | (set(back.values) if number in refused else set())
        if left:
            back.change.columns = {column: pair for column, pair in back.change.columns.items() if column in left}
            back.change.kept = True
            back.change.save(update_fields=["columns", "kept"])
        else:
            back.change.delete()
    return outcome


def _unsaid(change: ImportChange, said: Sequence[Later], standing: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """{column: (what stands, what would)}: the later import found this row said already, so that it left alone what somebody had written over it."""
    spoken = {column for one in said if one.change is not None for column in one.change.columns}
    return {
        column: (standing[column], after)
        for column, (_before, after) in change.columns.items()
        if column not in spoken and standing.get(column, after) != after
    }


def _back(change: ImportChange, said: Sequence[Later], standing: Mapping[str, Any]) -> _Back:
    back = _Back(change)
    for column, (before, after) in change.columns.items():
        spoken = next((one.change for one in said if one.change is not None and column in one.change.columns), None)
        now = standing.get(column)
        if spoken is not None:
            # The later import overwrote it: what it overwrote is, from now on, what stood before this one.
            if spoken.columns[column][0] == after:
                spoken.columns[column][0] = before
                spoken.save(update_fields=["columns"])
        elif now == after and now != before:
            back.values[column] = before
        elif now not in (after, before):
            back.edited[column] = (now, before)
    return back


def _standing(model: type[Model], ids: list[int]) -> dict[int, dict[str, Any]]:
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {row.pk: spread({field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}) for row in rows}


def _write(model: type[Model], importer: Importer, values: dict[int, dict[str, Any]]) -> set[int]:
    """All at once, or in halves where one is refused. Returns the rows whose old values do not fit any more."""
    if not values:
        return set()
    try:
        with transaction.atomic():
            overwrite(
                model,
                {number: {column: _typed(model, column, value) for column, value in given.items()} for number, given in values.items()},
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            if model is importer.model and importer.misfits(list(values)):
                raise _Misfit
        return set()
    except (IntegrityError, _Misfit):
        if len(values) == 1:
            return set(values)
    items = sorted(values.items())
    half = len(items) // 2
    return _write(model, importer, dict(items[:half])) | _write(model, importer, dict(items[half:]))


def _typed(model: type[Model], column: str, value: Any) -> Any:
    """As it was written down; the table itself gives it its type."""
    field: Any = model._meta.get_field("custom" if column.startswith(CUSTOM) else column.removesuffix("_id"))
    return field.get_default() if value is None and not field.null and not column.startswith(CUSTOM) else value
