from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from mutua.foundation.exports import csv_response, harmless


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_text_that_would_be_a_formula_stays_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("-12.50"), "-12.50"), (-3, -3), (None, ""), (True, "yes"), (date(2026, 3, 1), "2026-03-01"), ("Zoë", "Zoë")],
)
def test_numbers_days_and_words_stay_as_they_are(value: object, written: object) -> None:
    assert harmless(value) == written


def test_the_file_reads_back_as_it_was() -> None:
    rows = [["a, b", 'say "yes"'], ["two\nlines", "=cmd"]]
    text = b"".join(csv_response("My accounts", ["One", "Two"], rows)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["One", "Two"], ["a, b", 'say "yes"'], ["two\nlines", "'=cmd"]]


def test_the_name_carries_no_header_tricks() -> None:
    assert csv_response('x"\r\nSet-Cookie: a', [], []).headers["Content-Disposition"] == 'attachment; filename="x-set-cookie-a.csv"'
