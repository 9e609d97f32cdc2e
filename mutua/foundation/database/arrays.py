"""Columns of many rows as arrays, and back, by binary COPY: mathematics over a million rows would spend its time making objects of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from django.db import connection
from psycopg import sql

if TYPE_CHECKING:
    from numpy.typing import NDArray

Kind = Literal["bigint", "integer", "double precision"]
_FORMATS: dict[str, str] = {"bigint": ">i8", "integer": ">i4", "double precision": ">f8"}
_KINDS = {"i8": "bigint", "i4": "integer", "f8": "double precision"}
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"


def read(statement: str, params: Sequence[Any], kinds: Sequence[Kind]) -> list[NDArray[Any]]:
    """The columns of what is selected, each an array of all rows. kinds: of the columns; each is cast to its kind, and none may be null.

    Raises ValueError where one is null.
    """
    import numpy as np

    names = [f"c{place}" for place in range(len(kinds))]
    casts = sql.SQL(", ").join(
        sql.SQL("{}::{}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in zip(names, kinds, strict=True)
    )
    asked = sql.SQL("COPY (SELECT {} FROM ({}) AS found ({})) TO STDOUT (FORMAT binary)").format(
        casts, sql.SQL(statement), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    # The driver's own cursor: Django's, while it notes queries, copies without parameters only
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.cursor.copy(asked, params) as copy:
        sent = b"".join(copy)
    row = np.dtype([("fields", ">i2"), *(part for name, kind in zip(names, kinds, strict=True) for part in _part(name, kind))])
    # A null is shorter than a value: the rows no longer fit their size
    count, rest = divmod(len(sent) - len(_HEAD) - len(_END), row.itemsize)
    rows = np.frombuffer(sent, row, offset=len(_HEAD), count=count) if not rest else np.zeros(1, row)
    if rest or any((rows[f"{name} size"] != row[name].itemsize).any() for name in names):
        raise ValueError("A column that is read as an array holds nothing in one of its rows.")
    return [rows[name].astype(row[name].newbyteorder("=")) for name in names]


def write(table: str, columns: Mapping[str, NDArray[Any]]) -> None:
    """Add rows to a table: columns by name, of int64, int32 or float64 and of equal length. Other columns get their defaults."""
    import numpy as np

    kinds: dict[str, Any] = {name: _KINDS[values.dtype.str[1:]] for name, values in columns.items()}
    row = np.dtype([("fields", ">i2"), *(part for name, kind in kinds.items() for part in _part(name, kind))])
    rows = np.zeros(len(next(iter(columns.values()))), row)
    rows["fields"] = len(columns)
    for name, values in columns.items():
        rows[name], rows[f"{name} size"] = values, row[name].itemsize
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.write(_HEAD)
        copy.write(rows.tobytes())
        copy.write(_END)


def _part(name: str, kind: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """As PostgreSQL sends a value: its size in bytes, then itself."""
    return (f"{name} size", ">i4"), (name, _FORMATS[kind])
