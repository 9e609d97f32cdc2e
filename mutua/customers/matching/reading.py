"""A CSV file of any delimiter and any usual letters into DuckDB, every cell as text."""

from __future__ import annotations

import codecs
import csv
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DELIMITERS = ",;\t|"
_START = 64 * 1024


class UnreadableTable(ValueError):
    """The file is no table of rows; `reason` is a key of REASONS and says why."""

    def __init__(self, reason: str, **params: object) -> None:
        super().__init__(REASONS[reason] % params)
        self.reason, self.params = reason, params


REASONS = {
    "empty": "it is empty",
    "no_rows": "it has headings and no rows",
    "no_headings": "its first row has no headings",
    "not_text": "it is not a text file; save the table as CSV",
    "letters": "its letters are neither UTF-8, UTF-16 nor Windows-1252; save it as UTF-8",
    "line": "line %(line)s does not fit the headings: it has more cells than they are, or a quotation mark within a cell",
    "quote": "a quotation mark in it does not end, so that the rows behind it would be one cell",
    "shape": "it cannot be read as a table: %(error)s",
    "same_heading": "two of its columns are called %(heading)r",
}


def read_table(connection: DuckDBPyConnection, file: Path, table: str) -> list[str]:
    """Writes the rows into `table` (columns c0, c1, … as text, empty cells as null) and returns the headings. Raises UnreadableTable."""
    with tempfile.TemporaryDirectory() as folder:
        plain = _as_utf8(file, Path(folder) / "rows.csv")
        headings, delimiter = _headings(plain)
        names = [f"c{place}" for place in range(len(headings))]
        _copy(connection, plain, table, names, delimiter)
        if _has_open_quote(plain, delimiter):
            raise UnreadableTable("quote")
    if connection.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0] == 0:
        raise UnreadableTable("no_rows")
    return headings


def _copy(connection: DuckDBPyConnection, file: Path, table: str, names: list[str], delimiter: str) -> None:
    import duckdb

    columns = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    try:
        connection.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT {', '.join(f'nullif(trim({name}), $nothing) AS {name}' for name in names)} "
            f"FROM read_csv($file, delim=$delimiter, header=true, auto_detect=false, columns={{{columns}}}, quote='\"', escape='\"', "
            "null_padding=true, strict_mode=true, parallel=false, max_line_size=8000000)",
            {"file": str(file), "delimiter": delimiter, "nothing": ""},
        )
    except duckdb.Error as error:
        line = re.search(r"Line: (\d+)", str(error))
        raise (UnreadableTable("line", line=line[1]) if line else UnreadableTable("shape", error=str(error).splitlines()[0])) from None


def _has_open_quote(file: Path, delimiter: str) -> bool:
    """DuckDB leaves out what stands behind such a mark without a word."""
    with file.open("rb") as stream:
        if sum(chunk.count(b'"') for chunk in iter(lambda: stream.read(1 << 20), b"")) % 2 == 0:
            return False
    # One mark too many is no harm in 5" pipe: only where it opens a cell does it swallow lines.
    with file.open(encoding="utf-8", newline="") as lines:
        try:
            for _row in csv.reader(lines, delimiter=delimiter, strict=True):
                pass
        except csv.Error:
            return True
    return False


def _as_utf8(file: Path, copy: Path) -> Path:
    """The file itself where it is UTF-8 without a mark in front, else a copy that is."""
    with file.open("rb") as stream:
        start = stream.read(_START)
    if not start.strip():
        raise UnreadableTable("empty")
    if start[:2] in (b"PK", b"\x1f\x8b") or start[:4] in (b"%PDF", b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable("not_text")
    encoding = _encoding(file, start)
    if encoding == "utf-8":
        return file
    try:
        with file.open(encoding=encoding, newline="") as stream, copy.open("w", encoding="utf-8", newline="") as written:
            shutil.copyfileobj(stream, written)
    except UnicodeError:
        raise UnreadableTable("letters") from None
    return copy


def _encoding(file: Path, start: bytes) -> str:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in start:
        return "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _headings(file: Path) -> tuple[list[str], str]:
    with file.open(encoding="utf-8", newline="") as stream:
        lines = stream.read(_START).splitlines()[:30]
    delimiter = max(DELIMITERS, key=lambda one: _agreement(lines, one))
    headings = [heading.strip() for heading in next(csv.reader(lines, delimiter=delimiter), [])]
    if not any(headings):
        raise UnreadableTable("no_headings")
    for heading in headings:
        if heading and headings.count(heading) > 1:
            raise UnreadableTable("same_heading", heading=heading)
    return headings, delimiter


def _agreement(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many of the first rows it cuts into as many cells as the headings, and into how many."""
    widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    return (sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0, widths[0] if widths else 0)
