"""A file of rows, as other programs write it: XLSX, or any delimiter, UTF-8, UTF-16 or Windows letters, with or without a mark in front."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation.imports import cards, sheets

DELIMITERS = ",;\t|"
LONGEST_CELL = 1_000_000
MOST_COLUMNS = 500
XLSX = "xlsx"  # these two stand where the letters of a text file do
CARDS = "vcard"
_SAMPLE = 64 * 1024
_MOSTLY_ODD = 0.05  # share of letters that no heading has
_NO_TABLE = (b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"7z\xbc\xaf", b"Rar!", b"{\\rtf")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

csv.field_size_limit(LONGEST_CELL)


class UnreadableFile(ValueError):
    """The file is no table of rows; the message says why."""


class RawRow(NamedTuple):
    """number: as a spreadsheet counts, the headings being row 1; of a card, which card. problem: why the row does not fit the headings, or empty.
    remarks: what of the file was not read.
    """

    number: int
    cells: dict[str, str]
    problem: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """What the beginning of a file says about it. A workbook has the encoding "xlsx:" with the place of its sheet, cards have "vcard"; both have no
    delimiter. sheets: names of the sheets with rows, in their order.
    """

    headings: list[str]
    encoding: str
    delimiter: str
    sheets: tuple[str, ...] = ()


def inspect(file: BinaryIO, sheet: str | None = None) -> Table:
    """Headings, letters and delimiter. Reads the whole file once, to be sure about the letters. Raises UnreadableFile.

    sheet: which sheet of a workbook; without it, the first with rows.
    """
    encoding, delimiter, names = _encoding(file), "", tuple[str, ...]()
    if sheet is not None and encoding != XLSX:
        raise UnreadableFile(_("Only a workbook has sheets, and this file is none. Leave the sheet out and try again."))
    if encoding == CARDS:
        return Table(list(cards.HEADINGS), encoding, "")
    if encoding == XLSX:
        try:
            found = sheets.places(file)
            place = next(iter(found.values())) if sheet is None else sheets.place_of(sheet, found)
            first = sheets.headings(file, MOST_COLUMNS, place)
        except sheets.UnreadableWorkbook as error:
            raise UnreadableFile(str(error)) from None
        encoding, names = f"{XLSX}:{place}", tuple(found)
    else:
        sample = _sample(file, encoding)
        if not sample.strip():
            raise UnreadableFile(_("The file is empty."))
        delimiter = _delimiter(sample)
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        first = next(reader, [])
        if (
            reader.line_num > 1
            and _is_open(io.TextIOWrapper(io.BytesIO(sample.encode()), newline=""), 0, delimiter)
            and next(reader, None) is None
        ):
            raise UnreadableFile(
                _("A quotation mark in the headings is never closed, so that there are no rows. Close it, or remove it, and try again.")
            )
        said = "".join(first)
        if sum(_is_odd(letter) for letter in said) > len(said) * _MOSTLY_ODD:
            raise _no_table()
    headings = _once_each([cell.strip() for cell in first])
    if not any(headings):
        raise UnreadableFile(_("The first row has no headings. Give each column a heading and try again."))
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile(
            _("The file has %(count)s columns; at most %(most)s can be read.") % {"count": len(headings), "most": MOST_COLUMNS}
        )
    return Table(headings, encoding, delimiter, names)


def rows(file: BinaryIO, table: Table) -> Iterator[RawRow]:
    """The rows below the headings; wholly empty ones are passed over."""
    if table.encoding == CARDS:
        for card in cards.cards(file):
            yield RawRow(card.number, card.cells, card.problem, card.remarks)
        return
    if table.encoding.startswith(XLSX):
        yield from _rows_of_sheet(file, table)
        return
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=table.encoding, errors="replace", newline="")
    try:
        reader = csv.reader(text, delimiter=table.delimiter)
        next(reader, None)
        row, begun, ended = None, 0, reader.line_num
        for number, cells in enumerate(reader, start=2):
            if row is not None:
                yield row
            row, begun, ended = None, ended, reader.line_num
            whole = "".join(cells)
            if not whole or whole.isspace():
                continue
            if "'" in whole or "\x00" in whole:
                cells = [_unquoted(cell.replace("\x00", "")) for cell in cells]
            row = _row(number, cells, table.headings)
        if row is not None:
            swallowed = ended - begun - 1
            yield row._replace(problem=_never_closed(swallowed)) if swallowed and _is_open(text, begun, table.delimiter) else row
    except csv.Error as error:
        raise UnreadableFile(_("The file cannot be read as a table: %(error)s.") % {"error": error}) from None
    finally:
        text.detach()


def _is_open(text: io.TextIOWrapper, begun: int, delimiter: str) -> bool:
    """Whether a quotation mark after that many lines is closed nowhere, so that a cell goes on to the end of the file."""
    text.seek(0)
    try:
        for _cells in csv.reader(islice(text, begun, None), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _never_closed(swallowed: int) -> str:
    return ngettext(
        "A quotation mark in this row is never closed, so the line after it was read as part of the cell. Close it, or remove it, and import the file again.",
        "A quotation mark in this row is never closed, so the %(count)s lines after it were read as part of the cell. Close it, or remove it, and import the file again.",
        swallowed,
    ) % {"count": swallowed}


def _rows_of_sheet(file: BinaryIO, table: Table) -> Iterator[RawRow]:
    try:
        for number, cells in sheets.rows(file, len(table.headings), int(table.encoding.partition(":")[2] or 0)):
            if any(cell.strip() for cell in cells):
                row = _row(number, cells, table.headings)
                wrong = next((cell for cell in cells if cell in sheets.ERRORS), "")
                yield row._replace(problem=_("A cell holds the error %(error)s instead of a value.") % {"error": wrong}) if wrong else row
    except sheets.UnreadableWorkbook as error:
        raise UnreadableFile(str(error)) from None


def _row(number: int, cells: list[str], headings: list[str]) -> RawRow:
    problem = ""
    if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
        problem = _("The row has more cells than there are headings.")
    padded = cells + [""] * (len(headings) - len(cells))
    return RawRow(number, dict(zip(headings, padded, strict=False)), problem)


def _unquoted(cell: str) -> str:
    # Our own exports put an apostrophe before what a spreadsheet would run as a formula.
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ").startswith(_STARTS_A_FORMULA) else cell


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(4096)
    if cards.are_cards(start):
        return CARDS
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(b"PK\x03\x04"):
        return XLSX
    if start.startswith(_OLE):
        raise UnreadableFile(
            _("This workbook has a password or is of the old kind (.xls). Save it as XLSX without a password, or as CSV, and try again.")
        )
    if start.startswith(_NO_TABLE):
        raise _no_table()
    if b"\x00" in start:
        return "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _no_table() -> UnreadableFile:
    return UnreadableFile(
        _("This is not a table but another kind of file. Save the table as CSV or XLSX, or contacts as vCard, and try again.")
    )


def _is_odd(letter: str) -> bool:
    return letter == "\ufffd" or (letter < " " and letter not in "\t\r\n\v\f")


def _sample(file: BinaryIO, encoding: str) -> str:
    file.seek(0)
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(file.read(_SAMPLE))


def _delimiter(sample: str) -> str:
    """The one that cuts the first rows into the same number of cells, and into most."""

    def fitness(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row][:30]
        if len(widths) > 1 and len(sample) >= _SAMPLE // 2:
            widths = widths[:-1] or widths  # the last row of a long sample may be cut off
        width = widths[0] if widths else 0
        agreeing = sum(other == width for other in widths) / max(len(widths), 1)
        return (agreeing if width > 1 else 0.0, width)

    return max(DELIMITERS, key=fitness)


def _once_each(headings: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for position, heading in enumerate(headings, start=1):
        name = heading or _("Column %(number)s") % {"number": position}
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result
