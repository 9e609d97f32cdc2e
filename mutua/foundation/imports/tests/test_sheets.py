"""Workbooks become rows as typed; what is broken, closed or swollen is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from mutua.foundation.imports.tables import RawRow, UnreadableFile, inspect, rows


def workbook(*sheets: list[list[Any]], hide_last: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for cells in sheets:
        sheet = book.create_sheet()
        for row in cells:
            sheet.append(row)
    if hide_last:
        book.worksheets[-1].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes) -> list[RawRow]:
    file = io.BytesIO(content)
    return list(rows(file, inspect(file)))


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part put in place of its own."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info.filename))
        new.writestr(name, part)
    return changed.getvalue()


PLAIN = workbook([["Name", "Since"], ["Åsa", 3]])
FIRST = "xl/worksheets/sheet1.xml"


def test_typed_cells_are_texts_that_can_be_read_in_one_way() -> None:
    content = workbook(
        [
            ["Name", "Since", "At", "Amount", "Count", "Active"],
            ["Åsa", date(2026, 4, 3), datetime.fromisoformat("2026-04-03T09:30"), 0.1, 7.0, True],
            [],
            ["'=quoted", 0.1 + 0.2, None, 1e-7, 12_345_678_901, False],
        ]
    )
    first, second = read(content)
    assert (first.number, list(first.cells.values())) == (2, ["Åsa", "2026-04-03", "2026-04-03T09:30:00", "0.1", "7", "true"])
    assert (second.number, list(second.cells.values())) == (4, ["'=quoted", "0.3", "", "0.0000001", "12345678901", "false"])


def test_a_row_with_an_error_or_too_many_cells_says_so() -> None:
    fine, error, long = read(workbook([["Name", "Town"], ["a", "b"], ["c", "#REF!"], ["d", "e", "f"]]))
    assert (fine.problem, "#REF!" in error.problem, bool(long.problem)) == ("", True, True)


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    assert [row.cells for row in read(workbook([["Name"], ["a"]], [], [["Secret"], ["b"]], hide_last=True))] == [{"Name": "a"}]


def test_a_sheet_is_chosen_by_its_name_and_the_first_with_rows_is_read_otherwise() -> None:
    file = io.BytesIO(workbook([], [["Name"], ["a"]], [["Town"], ["b"]]))
    assert inspect(file).sheets == ("Sheet1", "Sheet2")
    assert [row.cells for row in rows(file, inspect(file))] == [{"Name": "a"}]
    assert [row.cells for row in rows(file, inspect(file, "sheet2"))] == [{"Town": "b"}]
    with pytest.raises(UnreadableFile, match="no sheet with rows called “Sheet”"):
        inspect(file, "Sheet")
    with pytest.raises(UnreadableFile, match="Only a workbook has sheets"):
        inspect(io.BytesIO(b"Name\na\n"), "Sheet1")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook([]), "no rows"),
        (PLAIN[: len(PLAIN) // 2], "broken"),
        (with_part(PLAIN, FIRST, b"<worksheet><sheetData><row"), "broken"),
        (with_part(PLAIN, "xl/media/picture.bin", bytes(40 << 20)), "unpacks to far more"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "password"),
    ],
)
def test_a_workbook_that_is_not_read_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read(content)


def test_a_packed_file_that_is_no_workbook_is_named_as_such() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(UnreadableFile, match="no XLSX workbook"):
        read(file.getvalue())


@pytest.mark.parametrize("part", [FIRST, "xl/workbook.xml"])
@pytest.mark.parametrize("entities", [b'<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">', b'<!ENTITY b SYSTEM "file:///etc/hostname">'])
def test_entities_are_refused(part: str, entities: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        own = archive.read(part).partition(b"?>")
    xml = own[2] if own[1] else own[0]
    with pytest.raises(UnreadableFile, match="broken"):
        read(with_part(PLAIN, part, b"<!DOCTYPE x [" + entities + b"]>" + xml))


def test_a_row_that_claims_to_be_far_below_costs_no_more_than_a_sheet_has() -> None:
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    xml += b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="999999999999"><c r="A999999999999"><v>1</v></c></row></sheetData></worksheet>'
    file = io.BytesIO(with_part(PLAIN, FIRST, xml))
    assert inspect(file).headings == ["Name"]
