"""Words that mean one person, wherever they stand: every column of text, JSON or lists of every table, found by asking the database for its columns.

A table that somebody adds is looked through without a line here.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from psycopg import sql
from psycopg.types.json import Json, Jsonb

from mutua.foundation.privacy.declaring import ERASED, mentions_of

AT_ONCE = 500
# The framework's own lists of names, and what is kept to know an erased person again (digests).
NOT_LOOKED_AT = frozenset({"django_migrations", "django_content_type", "auth_permission", "privacy_erasure", "privacy_suppressed"})

_COLUMNS = """
SELECT c.table_name, c.column_name, c.udt_name, c.character_maximum_length
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
   AND c.udt_name IN ('text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb', '_text', '_varchar')
 ORDER BY c.table_name, c.ordinal_position"""


@dataclass(frozen=True)
class Column:
    """One column that can hold words. longest: of a varchar."""

    name: str
    type: str
    longest: int | None

    @property
    def is_json(self) -> bool:
        return self.type in ("json", "jsonb")


def columns() -> dict[str, list[Column]]:
    """{table: its columns of words}; the tables of history last, for changing a row writes its old state there."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        rows = cursor.fetchall()
    found: dict[str, list[Column]] = {}
    for table, name, kind, longest in rows:
        if table not in NOT_LOOKED_AT:
            found.setdefault(table, []).append(Column(name, kind, longest))
    history = {model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    return dict(sorted(found.items(), key=lambda one: one[0] in history))


def count_mentions(words: Sequence[str]) -> Counter[str]:
    """{table: rows in which one of the words stands}."""
    counted: Counter[str] = Counter()
    pattern = _pattern(words)
    for table, its in columns().items() if words else ():
        for _place, values in _rows(table, its, words):
            counted[table] += any(_replaced(value, pattern) != value for value in values)
    return +counted


def excerpts(words: Sequence[str], around: int = 80) -> list[dict[str, str]]:
    """Where one of the words stands, with what stands beside it."""
    told, pattern = [], _pattern(words)
    for table, its in columns().items() if words else ():
        for _place, values in _rows(table, its, words):
            for column, value in zip(its, values, strict=True):
                told += [{"table": table, "column": column.name, "text": text} for text in _around(value, pattern, around)]
    return told


def erase_mentions(words: Sequence[str]) -> Counter[str]:
    """Write over the words wherever they stand. {table: rows changed or deleted}. Call it in the transaction, with ledgers opened."""
    erased: Counter[str] = Counter()
    pattern, whole = _pattern(words), mentions_of()
    for table, its in columns().items() if words else ():
        for place, values in list(_rows(table, its, words)):
            new = [_replaced(value, pattern) for value in values]
            if new == values:
                continue
            erased[table] += 1
            if table in whole and whole[table] is None:
                _execute(sql.SQL("DELETE FROM {} WHERE ctid = %s::tid").format(sql.Identifier(table)), [place])
            else:
                over = whole.get(table) or {}
                _write(table, place, its, values, [over.get(column.name, value) for column, value in zip(its, new, strict=True)])
    return erased


def _rows(table: str, its: list[Column], words: Sequence[str]) -> Iterator[tuple[str, list[Any]]]:
    """(place, values of the columns of words) of rows in which a word may stand, locked: a locked row stays in its place."""
    wanted = sql.SQL(" OR ").join(sql.SQL("{}::text ILIKE ANY(%s)").format(sql.Identifier(column.name)) for column in its)
    chosen = sql.SQL(", ").join(
        sql.SQL("to_json({})::text" if not column.is_json else "{}::text").format(sql.Identifier(column.name)) for column in its
    )
    query = sql.SQL("SELECT ctid::text, {} FROM {} WHERE {} FOR UPDATE").format(chosen, sql.Identifier(table), wanted)
    likes = [f"%{_like(word)}%" for word in {*words, *(_in_json(word) for word in words)}]
    with connection.cursor() as cursor:
        cursor.execute(_text(query), [likes] * len(its))
        while rows := cursor.fetchmany(AT_ONCE):
            for place, *values in rows:
                yield place, [None if value is None else json.loads(value) for value in values]


def _write(table: str, place: str, its: list[Column], old: list[Any], new: list[Any]) -> None:
    changed = [(column, value) for column, before, value in zip(its, old, new, strict=True) if before != value]
    setting = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(column.name)) for column, _value in changed)
    query = sql.SQL("UPDATE {} SET {} WHERE ctid = %s::tid").format(sql.Identifier(table), setting)
    try:
        with transaction.atomic():
            _execute(query, [*(_bound(column, value) for column, value in changed), place])
    except IntegrityError:
        # Two erased names are not the same name where a table wants each once.
        other = f"[erased {secrets.token_hex(4)}]"
        _execute(query, [*(_bound(column, _other(value, other)) for column, value in changed), place])


def _other(value: Any, other: str) -> Any:
    return value.replace(ERASED, other) if isinstance(value, str) else value


def _bound(column: Column, value: Any) -> Any:
    if column.is_json:
        return None if value is None else Jsonb(value) if column.type == "jsonb" else Json(value)
    return value[: column.longest] if isinstance(value, str) and column.longest else value


def _execute(query: sql.Composed, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_text(query), params)


def _text(query: sql.Composed) -> str:
    # What gives each statement its context puts words in front of it, and wants words.
    return query.as_string(connection.connection)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    # Longest first, so that a part of a word never keeps the whole from being found. Another's address may end with this one.
    parts = [
        rf"(?<![\w.+-]){_escaped(word)}" if "@" in word else rf"(?<!\w){_escaped(word)}" for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf"(?:{'|'.join(parts) or '(?!)'})(?![\w-]|[.@]\w)", re.IGNORECASE)


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+")


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(ERASED, value)
    if isinstance(value, list):
        return [_replaced(one, pattern) for one in value]
    if isinstance(value, dict):
        return {_replaced(key, pattern): _replaced(one, pattern) for key, one in value.items()}
    return value


def _around(value: Any, pattern: re.Pattern[str], around: int) -> Iterator[str]:
    if isinstance(value, str):
        for found in pattern.finditer(value):
            yield value[max(0, found.start() - around) : found.end() + around]
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _around(one, pattern, around)


def _in_json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _like(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
