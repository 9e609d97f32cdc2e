"""Writing a batch into one table: new rows in one statement, changed rows in another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg import sql

from mutua.foundation import days
from mutua.foundation.imports.copying import as_json, copy_columns
from mutua.foundation.imports.tracing import changed

if TYPE_CHECKING:
    from django.db.models import Model

    from mutua.foundation.imports.importer import Batch, Row

Values = dict[str, Any]
CUSTOM = "custom."


def write_records(model: type[Model], batch: Batch, fields: Iterable[str]) -> None:
    """Insert the rows without a record and update the others, from `row.values`; sets each row's record_id.

    fields: columns (`owner_id`, not `owner`). One that is not in `row.values` is left alone: the file does not speak of it.
    """
    columns = {name: _field(model, name) for name in fields}
    new = [row for row in batch.rows if row.record_id is None]
    known: dict[int, Values] = {}
    for row in batch.rows:
        if row.record_id is not None:  # two rows may speak of one record: what the later one says counts
            said = known.setdefault(row.record_id, {})
            given = _given(columns, row)
            if "custom" in given:
                given["custom"] = {**said.get("custom", {}), **given["custom"]}
            said.update(given)
    written = overwrite(model, known)
    for record_id in known:
        changed(model, record_id, written.get(record_id, {}))
    said = {name: _column(field, name, new) for name, field in columns.items() if any(name in row.values for row in new)}
    made = copy_columns(model, {"source": batch.source, "source_key": [row.key for row in new], **said}, len(new))
    for row, record_id in zip(new, made, strict=True):
        row.record_id = record_id


def overwrite(model: type[Model], given: Mapping[int, Values]) -> dict[int, dict[str, tuple[Any, Any]]]:
    """Write the columns of each row, {number: {column: value}}, in two statements. Returns {number: {column: (before, after)}}.

    `custom` is {field: value} and leaves other custom fields alone; in what is returned they are columns called "custom.…". A custom field is
    also written under that name, and None takes it out.
    """
    names = sorted({name.split(".", 1)[0] for values in given.values() for name in values})
    if not names:
        return {}
    standing = model._base_manager.select_for_update(of=("self",)).filter(pk__among=list(given)).order_by("pk").values_list("pk", *names)
    rows, written = [], {}
    for record_id, *values in standing:
        before = dict(zip(names, values, strict=True))
        after, written[record_id] = _merged(before, given[record_id])
        rows.append({"id": record_id, **after})
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_statement(model, names).as_string(None), [*([days.now()] if _has_version(model) else []), as_json(rows)])
    return written


def _merged(before: Values, given: Values) -> tuple[Values, dict[str, tuple[Any, Any]]]:
    """The row's columns afterwards, and {column: (before, after)} of those that are written."""
    after, written = dict(before), {}
    for name, value in given.items():
        if name != "custom" and not name.startswith(CUSTOM):
            after[name], written[name] = value, (before[name], value)
            continue
        fields = value if name == "custom" else {name.removeprefix(CUSTOM): value}
        known = dict(after["custom"] or {})
        written |= {f"{CUSTOM}{field}": (known.get(field), one) for field, one in fields.items()}
        after["custom"] = {field: one for field, one in {**known, **fields}.items() if one is not None}
    return after, written


def _statement(model: type[Model], names: list[str]) -> sql.Composed:
    table = sql.Identifier(model._meta.db_table)
    columns = [sql.Identifier(_field(model, name).column) for name in names]
    sets: list[sql.Composable] = [sql.SQL("{0} = given.{0}").format(column) for column in columns]
    if _has_version(model):
        sets.append(sql.SQL("version = row.version + 1, updated_at = %s"))
    # Typed by the table itself: arrays, amounts and days arrive as what they are.
    return sql.SQL(
        "UPDATE {table} AS row SET {sets} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS given WHERE row.id = given.id"
    ).format(table=table, sets=sql.SQL(", ").join(sets))


def _has_version(model: type[Model]) -> bool:
    return any(field.name == "version" for field in model._meta.concrete_fields)


def _given(columns: dict[str, Any], row: Row) -> Values:
    """The row's values as the model wants them: an empty cell is an empty text where the column has no null."""
    given = {}
    for name, field in columns.items():
        if name not in row.values:
            continue
        value = row.values[name]
        if value is None and not field.null:
            if not _is_text(field):
                continue
            value = ""
        given[name] = value
    return given


def _column(field: Any, name: str, rows: list[Row]) -> list[Any]:
    """The same of many new rows: what one of them does not say, or cannot be empty, is the model's default."""
    default = field.get_default()
    values = [row.values.get(name, default) for row in rows]
    if field.null:
        return values
    empty = "" if _is_text(field) else default
    return [empty if value is None else value for value in values]


def _is_text(field: Any) -> bool:
    return field.empty_strings_allowed and field.get_internal_type() in ("CharField", "TextField")


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
