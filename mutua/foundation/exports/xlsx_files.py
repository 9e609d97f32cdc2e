"""XLSX files: cells keep their kind, and text stays text whatever it begins with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from mutua.foundation.exports.csv_files import file_name

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576  # of one sheet
MOST_LETTERS = 32_767  # of one cell
MOST_DIGITS = 15  # a spreadsheet's numbers are floating: a longer one would come out as another number


def xlsx_response(name: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, most_rows: int = MOST_ROWS) -> FileResponse:
    """A download called `name`.xlsx. rows: sequences as long as columns; what does not fit on a sheet goes on on another one."""
    return FileResponse(
        _written(columns, rows, most_rows),
        as_attachment=True,
        filename=file_name(name, "xlsx"),
        content_type=CONTENT_TYPE,
        headers={"X-Content-Type-Options": "nosniff"},
    )


def _written(columns: Sequence[Any], rows: Iterable[Sequence[Any]], most_rows: int) -> IO[bytes]:
    """The file, at its beginning. Rows go to the disk as they come; closing the file removes it."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    heads = [str(column) for column in columns]
    sheet, used = _sheet(workbook, heads), 1
    for row in rows:
        if used >= most_rows:
            sheet, used = _sheet(workbook, heads), 1
        sheet.append([_cell(sheet, value) for value in row])
        used += 1
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    return file


def _sheet(workbook: Any, heads: list[str]) -> Any:
    sheet = workbook.create_sheet(_("Sheet %(n)s") % {"n": len(workbook.worksheets) + 1})
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, head) for head in heads])
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    match value:
        case None | "":
            return None
        case bool() | int() | float() | Decimal() if not isinstance(value, Decimal) or len(value.as_tuple().digits) <= MOST_DIGITS:
            return WriteOnlyCell(sheet, value)
        case datetime():
            return WriteOnlyCell(sheet, timezone.make_naive(value) if timezone.is_aware(value) else value)
        case date():
            return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _text(value))
    cell.data_type = "s"  # or a text that begins with = would be written as a formula
    return cell


def _text(value: Any) -> str:
    """Without the control characters that XML cannot hold, and as long as a cell may be."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", format(value, "f") if isinstance(value, Decimal) else str(value))
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
