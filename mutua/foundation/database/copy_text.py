"""Values as the text that COPY reads, a whole column at once: row by row psycopg looks at each value by itself, which takes ten times as long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db import DataError

NULL = "\\N"
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_NO_TEXT = "PostgreSQL text fields cannot contain NUL (0x00) bytes"


def copied(columns: Sequence[Iterable[str]], count: int) -> bytes:
    """The rows of columns that are texts for COPY already, such as `column` and `same` give. count: how many rows."""
    rows = "\n".join(map("\t".join, zip(*columns, strict=False)))
    return f"{rows}\n".encode() if count else b""


def same(value: Any) -> Iterable[str]:
    """A column of which each row says the same."""
    return repeat(column([value])[0])


def column(values: Collection[Any]) -> list[str]:
    """Each value as COPY reads it. Raises DataError for a text that PostgreSQL cannot hold."""
    kinds = set(map(type, values))
    if kinds <= {int}:
        return list(map(str, values))
    if kinds <= {str}:
        return _texts(list(values))
    return _texts_or_nothing([None if value is None else _text(value) for value in values])


def _texts_or_nothing(texts: list[str | None]) -> list[str]:
    if None not in texts:
        return _texts(texts)  # type: ignore[arg-type]
    escaped = iter(_texts([text for text in texts if text is not None]))
    return [NULL if text is None else next(escaped) for text in texts]


def _texts(texts: list[str]) -> list[str]:
    """One look for each letter that must be escaped, through all texts together: what parts them here stands in no text of PostgreSQL."""
    whole = "\0".join(texts)
    if whole.count("\0") != max(len(texts) - 1, 0):
        raise DataError(_NO_TEXT)
    if not any(letter in whole for letter, _escaped in _ESCAPES):
        return texts
    for letter, escaped in _ESCAPES:
        whole = whole.replace(letter, escaped)
    return whole.split("\0")


def _array(values: Sequence[Any]) -> str:
    """Also of arrays."""
    return "{" + ",".join(_element(value) for value in values) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, (list, tuple)):
        return _array(value)
    return '"' + _text(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(value: Any) -> str:
    writing = _WRITING.get(type(value))
    if writing is not None:
        return writing(value)
    if isinstance(value, (str, int, UUID)):  # also a choice
        return str(value)
    raise TypeError(f"It is not known here how COPY reads {value!r}.")


def _decimal(value: Decimal) -> str:
    return format(value, "f")


_WRITING: dict[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    bool: lambda value: "t" if value else "f",
    float: repr,
    Decimal: _decimal,
    date: date.isoformat,
    datetime: datetime.isoformat,
    list: _array,
    tuple: _array,
}
