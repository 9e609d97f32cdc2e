"""It reads what other programs write, and says what it cannot read."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from mutua.customers.matching.finding import connect
from mutua.customers.matching.reading import UnreadableTable, read_table

TEXT = 'id,name,city\n1,"Müller, Söhne",Köln\n2,Łódź  ,\n'


def read(file: Path) -> tuple[list[str], list[tuple[str | None, ...]]]:
    connection = connect()
    headings = read_table(connection, file, "rows")
    return headings, connection.sql("SELECT * FROM rows ORDER BY c0").fetchall()


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), codecs.BOM_UTF8 + TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"), TEXT.replace("\n", "\r\n").encode()],
    ids=["utf-8", "mark", "utf-16", "utf-16 without mark", "windows lines"],
)
def test_usual_letters(tmp_path, content):
    (tmp_path / "rows.csv").write_bytes(content)
    assert read(tmp_path / "rows.csv") == (["id", "name", "city"], [("1", "Müller, Söhne", "Köln"), ("2", "Łódź", None)])


def test_windows_letters(tmp_path):
    (tmp_path / "rows.csv").write_bytes("id;name\n1;Café “Zoë”\n".encode("cp1252"))
    assert read(tmp_path / "rows.csv") == (["id", "name"], [("1", "Café “Zoë”")])


def test_an_inch_is_no_open_quote(tmp_path):
    (tmp_path / "rows.csv").write_text('id,name\n1,5" Pipe Ltd\n', encoding="utf-8")
    assert read(tmp_path / "rows.csv") == (["id", "name"], [("1", '5" Pipe Ltd')])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_lines_within_cells(tmp_path, delimiter):
    rows = [["id", "note, or so"], ["1", 'two\nlines and a "word"'], ["2", "b"]]
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    (tmp_path / "rows.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read(tmp_path / "rows.csv") == (rows[0], [tuple(row) for row in rows[1:]])


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"id,name\n", "no_rows"),
        (b",,\n1,2,3\n", "no_headings"),
        (b"PK\x03\x04rest", "not_text"),
        (b"%PDF-1.7", "not_text"),
        (b"id,id\n1,2\n", "same_heading"),
        (b"id,name\n1,Ada\n2,Ben,extra\n", "line"),
        (b'id,name\n1,Ada\n2,"Ben\n', "quote"),
        (b"id,name\n1,\x81\x8d\x8f\n", "letters"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, content, reason):
    (tmp_path / "rows.csv").write_bytes(content)
    with pytest.raises(UnreadableTable) as refused:
        read(tmp_path / "rows.csv")
    assert refused.value.reason == reason
