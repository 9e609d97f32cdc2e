"""An XLSX workbook as rows of text: typed cells in the one writing that `values` reads without doubt, and never more than it should be."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

MOST_ROWS = 1_048_576  # of one sheet
MOST_PARTS = 2_000
MOST_UNPACKED = 1 << 30  # bytes of all parts together: a sheet is streamed
MOST_HELD = 64 << 20  # bytes of a part that is read into memory whole: texts, styles
MOST_RATIO = 200  # unpacked to packed; real workbooks stay below 30
_SMALL = 10 << 20  # below this, no ratio is a danger
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"})

# What a broken or hostile workbook makes the reader stumble over
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    RuntimeError,
)


class UnreadableWorkbook(ValueError):
    """The file is no workbook that is read here; the message says why and what to do."""


def places(file: BinaryIO) -> dict[str, int]:
    """{name: place} of the sheets that have rows and are shown. Raises UnreadableWorkbook."""
    with _workbook(file) as shown:
        found = {sheet.title: place for place, sheet in enumerate(shown) if any(any(texts) for texts in _texts(sheet, 50, 50))}
    if not found:
        raise UnreadableWorkbook(_("The workbook has no rows on any sheet that is shown."))
    return found


def place_of(name: str, found: dict[str, int]) -> int:
    """Case does not count. Raises UnreadableWorkbook where no sheet with rows is called so."""
    alike = {title.casefold(): place for title, place in found.items()}
    place = found.get(name, alike.get(name.strip().casefold()))
    if place is None:
        raise UnreadableWorkbook(
            _("The workbook has no sheet with rows called “%(name)s”. It has: %(names)s.") % {"name": name, "names": ", ".join(found)}
        )
    return place


def headings(file: BinaryIO, most: int, place: int) -> list[str]:
    """The cells of the first row of the sheet, at most `most` + 1 of them. Raises UnreadableWorkbook."""
    with _workbook(file) as shown:
        return next(_texts(shown[place], 1, most + 1), [])


def rows(file: BinaryIO, width: int, place: int) -> Iterator[tuple[int, list[str]]]:
    """(number as the spreadsheet counts, texts) below the headings; one cell more than `width`, so that a row that is too long is seen."""
    with _workbook(file) as shown:
        for number, texts in enumerate(_texts(shown[place], MOST_ROWS, width + 1), start=1):
            if number > 1:
                yield number, texts


@contextmanager
def _workbook(file: BinaryIO) -> Iterator[list[Any]]:
    """The sheets that are shown."""
    import openpyxl

    try:
        _weigh(file)
        file.seek(0)
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except UnreadableWorkbook:
        raise
    except _BROKEN:
        raise _broken() from None
    try:
        yield [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    finally:
        workbook.close()


def _weigh(file: BinaryIO) -> None:
    """Refuses what would unpack to more than a workbook is. A part cannot give more than it says: the unpacker stops there."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableWorkbook(_("This is a packed file, but no XLSX workbook. Save the table as XLSX or CSV and try again."))
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    held = max((part.file_size for part in parts if not part.filename.startswith("xl/worksheets/")), default=0)
    swollen = unpacked > _SMALL and unpacked > packed * MOST_RATIO
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or held > MOST_HELD or swollen:
        raise UnreadableWorkbook(_("This workbook unpacks to far more than can be read safely. Save the sheet as CSV and try again."))


def _texts(sheet: Any, most_rows: int, most_cells: int) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not always so
    try:
        for cells in sheet.iter_rows(max_row=most_rows, max_col=most_cells, values_only=True):
            texts = [_text(value) for value in cells]
            while texts and not texts[-1]:
                texts.pop()
            yield texts
    except _BROKEN:
        raise _broken() from None


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return format(Decimal(format(value, ".15g")), "f")  # the digits that a spreadsheet shows: 0.1 + 0.2 is 0.3
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)


def _broken() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        _("This workbook is broken or not complete. Open it in your spreadsheet program, save it again as XLSX and try again.")
    )
