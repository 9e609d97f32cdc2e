"""Writing a batch into one table: new rows in one statement, changed rows in another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from mutua.foundation import days

if TYPE_CHECKING:
    from django.db.models import Model

    from mutua.foundation.imports.importer import Batch, Row

M = TypeVar("M", bound="Model")


def write_records(model: type[M], batch: Batch, fields: Iterable[str]) -> list[M]:
    """Insert the rows without a record and update the others, from `row.values`; sets each row's record_id.

    A field that is not in `row.values` is left alone: the file does not speak of it.
    """
    names = list(fields)
    new = [row for row in batch.rows if row.record_id is None]
    made = model._base_manager.bulk_create(  # type: ignore[attr-defined]
        [model(source=batch.source, source_key=row.key, **_given(model, row, names)) for row in new]
    )
    for row, record in zip(new, made, strict=True):
        row.record_id = record.pk
    return [*made, *_update(model, [row for row in batch.rows if row.record_id and row not in new], names)] if len(new) < len(batch.rows) else made


def _update(model: type[M], rows: list[Row], names: list[str]) -> list[M]:
    records: dict[int, M] = model._base_manager.in_bulk([row.record_id for row in rows])  # type: ignore[attr-defined]
    has_version = any(field.name == "version" for field in model._meta.concrete_fields)
    for row in rows:
        record = records[row.record_id]  # type: ignore[index]
        for name, value in _given(model, row, names).items():
            setattr(record, name, {**getattr(record, name), **value} if name == "custom" else value)
        if has_version:
            record.version += 1  # type: ignore[attr-defined]
            record.updated_at = days.now()  # type: ignore[attr-defined]
    spoken_of = {name.removesuffix("_id") for name in names if any(name in row.values for row in rows)}
    if has_version:
        spoken_of |= {"version", "updated_at"}
    if spoken_of:
        model._base_manager.bulk_update(records.values(), sorted(spoken_of), batch_size=500)  # type: ignore[attr-defined]
    return list(records.values())


def _given(model: type[M], row: Row, names: list[str]) -> dict[str, Any]:
    """The row's values as the model wants them: an empty cell is an empty text where the column has no null."""
    given = {}
    for name in names:
        if name not in row.values:
            continue
        value = row.values[name]
        if value is None and not _field(model, name).null:
            if not _field(model, name).empty_strings_allowed or _field(model, name).get_internal_type() not in ("CharField", "TextField"):
                continue
            value = ""
        given[name] = value
    return given


def _field(model: type[M], name: str) -> Any:
    return model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
