"""Files of any make become rows."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.foundation.exports.csv_files import harmless
from mutua.foundation.imports.headings import propose
from mutua.foundation.imports.tables import UnreadableFile, inspect, rows
from mutua.foundation.imports.targets import Target

TEXT = "Name,Town\nÅsa,Malmö\n\nZoë,Köln\n"


def read(content: bytes) -> list[dict[str, str]]:
    file = io.BytesIO(content)
    return [row.cells for row in rows(file, inspect(file))]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("cp1252"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_the_same_rows_come_out_of_every_writing(content: bytes) -> None:
    assert read(content) == [{"Name": "Åsa", "Town": "Malmö"}, {"Name": "Zoë", "Town": "Köln"}]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    file = io.BytesIO(TEXT.encode())
    assert [row.number for row in rows(file, inspect(file))] == [2, 4]


def test_a_row_with_too_many_cells_says_so_and_a_short_one_is_filled() -> None:
    file = io.BytesIO(b"a,b\n1\n1,2,3\n")
    short, long = rows(file, inspect(file))
    assert (short.cells, short.problem) == ({"a": "1", "b": ""}, "")
    assert long.problem


def test_two_columns_of_one_name_are_told_apart() -> None:
    assert read(b"a,a,\n1,2,3\n") == [{"a": "1", "a (2)": "2", "Column 3": "3"}]


@pytest.mark.parametrize(
    "content", [b"", b"   \n", b"PK\x03\x04", b"\x1f\x8b\x08", b"\x89PNG\r\n\x1a\n", bytes(range(1, 9)) + b"\n1,2\n", b",,\n1,2,3\n"]
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes) -> None:
    if content.startswith(b",,"):
        assert read(content)  # columns without a name are numbered
        return
    with pytest.raises(UnreadableFile):
        inspect(io.BytesIO(content))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r\n'"), min_size=1))
def test_what_our_export_made_harmless_comes_back_as_it_was(text: str) -> None:
    cell = str(harmless(text)).replace('"', '""')
    found = read(f'Name,Town\n"{cell}",x\n'.encode())
    assert found[0]["Name"] == text


def test_headings_are_recognised_by_synonym_and_nearly() -> None:
    targets = [Target("name", "Legal name", synonyms=("company",)), Target("country", "Country"), Target("key", "Key", synonyms=("id",))]
    assert propose(["Company", "Country/Region", "ID", "Idea"], targets) == {"name": "Company", "key": "ID"}
    assert propose(["company ", "Countrie", "Record"], targets)["name"] == "company "


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_quotation_mark_that_is_never_closed_is_said_with_the_lines_it_took(encode: str, end: str) -> None:
    file = io.BytesIO(('Name,Town\nÅsa,Malmö\nZoë,"Köln\n' + "\n".join(f"Row {n},Ulm" for n in range(199)) + end).encode(encode))
    first, second = rows(file, inspect(file))
    assert first == (2, {"Name": "Åsa", "Town": "Malmö"}, "", ())
    assert "never closed" in second.problem
    assert "199 lines" in second.problem
    assert "Row 198" in second.cells["Town"]


@pytest.mark.parametrize("last", ['"Köln\nRhein"', '"Köln\nRhein"\n', '5" pipe', '"5" pipe\n', '"Köln ""am Rhein""\n"', '"Köln\n\n\n"\n\n'])
def test_a_last_cell_of_several_lines_is_none_of_these(last: str) -> None:
    file = io.BytesIO(f"Name,Town\nÅsa,Malmö\nZoë,{last}".encode())
    assert [row.problem for row in rows(file, inspect(file))] == ["", ""]


def test_headings_that_take_the_whole_file_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="headings is never closed"):
        inspect(io.BytesIO(b'Name,"Town\n' + b"\n".join(b"Row %d,Ulm" % n for n in range(199))))
    assert inspect(io.BytesIO(b'Name,"Town\nof birth"\nZoe,Ulm\n')).headings == ["Name", "Town\nof birth"]
