from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from mutua.foundation.exports import xlsx_response

FORMULAS = ["=1+1", "+49 30 1", "-2+3", "@SUM(A1)", "=HYPERLINK(1)"]


def read_back(rows: list[list[Any]], **settings: Any) -> tuple[bytes, list[list[list[Any]]]]:
    """The file, and its sheets as rows of values."""
    file = b"".join(xlsx_response("My accounts", ["One", "=Two"], rows, **settings).streaming_content)
    return file, [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in load_workbook(io.BytesIO(file))]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_be_a_formula_stays_text(text: str) -> None:
    file, (sheet,) = read_back([[text, ""]])
    assert sheet == [["One", "=Two"], [text, None]]
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert not re.search(rb"<f[ >]", parts.read("xl/worksheets/sheet1.xml"))


def test_numbers_days_and_moments_keep_their_kind() -> None:
    with timezone.override("Europe/Berlin"):
        _file, (sheet,) = read_back([[Decimal("12.50"), date(2026, 3, 1)], [True, datetime(2026, 3, 1, 12, 0, tzinfo=UTC)]])
    assert sheet[1][0] == 12.5
    assert sheet[2][0] is True
    assert [row[1].isoformat() for row in sheet[1:]] == ["2026-03-01T00:00:00", "2026-03-01T13:00:00"]


def test_a_number_longer_than_a_spreadsheet_counts_stays_whole_as_text() -> None:
    _file, (sheet,) = read_back([[Decimal("12345678901234567.89"), 1]])
    assert sheet[1] == ["12345678901234567.89", 1]


def test_control_characters_and_endless_texts_do_not_spoil_the_file() -> None:
    _file, (sheet,) = read_back([["a\x00\x0bb", "x" * 40_000]])
    assert sheet[1][0] == "ab"
    assert len(sheet[1][1]) == 32_767


def test_what_does_not_fit_on_a_sheet_goes_on_on_the_next() -> None:
    _file, sheets = read_back([[n, n] for n in range(5)], most_rows=3)
    assert [[row[0] for row in sheet] for sheet in sheets] == [["One", 0, 1], ["One", 2, 3], ["One", 4]]


def test_a_file_without_rows_has_its_headings() -> None:
    assert read_back([])[1] == [[["One", "=Two"]]]


def test_the_name_carries_no_header_tricks() -> None:
    assert xlsx_response('x"\r\nSet-Cookie: a', [], []).headers["Content-Disposition"] == 'attachment; filename="x-set-cookie-a.xlsx"'
