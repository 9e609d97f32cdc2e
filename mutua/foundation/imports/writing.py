"""Writing a batch into one table: new rows in one statement, changed rows in another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mutua.foundation import days
from mutua.foundation.imports.copying import copy_in

if TYPE_CHECKING:
    from django.db.models import Model

    from mutua.foundation.imports.importer import Batch, Row


def write_records(model: type[Model], batch: Batch, fields: Iterable[str]) -> None:
    """Insert the rows without a record and update the others, from `row.values`; sets each row's record_id.

    fields: columns (`owner_id`, not `owner`). One that is not in `row.values` is left alone: the file does not speak of it.
    """
    columns = {name: _field(model, name) for name in fields}
    new = [row for row in batch.rows if row.record_id is None]
    _update(model, [row for row in batch.rows if row.record_id is not None], columns)
    made = copy_in(model, [{"source": batch.source, "source_key": row.key, **_given(columns, row)} for row in new])
    for row, record_id in zip(new, made, strict=True):
        row.record_id = record_id


def _update(model: type[Model], rows: list[Row], columns: dict[str, Any]) -> None:
    if not rows:
        return
    records: dict[int | None, Any] = model._base_manager.in_bulk([row.record_id for row in rows])
    has_version = any(field.name == "version" for field in model._meta.concrete_fields)
    for row in rows:
        record = records[row.record_id]
        for name, value in _given(columns, row).items():
            setattr(record, name, {**getattr(record, name), **value} if name == "custom" else value)
        if has_version:
            record.version += 1
            record.updated_at = days.now()
    spoken_of = {name.removesuffix("_id") for name in columns if any(name in row.values for row in rows)}
    if has_version:
        spoken_of |= {"version", "updated_at"}
    if spoken_of:
        model._base_manager.bulk_update(records.values(), sorted(spoken_of), batch_size=500)


def _given(columns: dict[str, Any], row: Row) -> dict[str, Any]:
    """The row's values as the model wants them: an empty cell is an empty text where the column has no null."""
    given = {}
    for name, field in columns.items():
        if name not in row.values:
            continue
        value = row.values[name]
        if value is None and not field.null:
            if not field.empty_strings_allowed or field.get_internal_type() not in ("CharField", "TextField"):
                continue
            value = ""
        given[name] = value
    return given


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
