"""CSV files that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something older
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """The value as it goes into a cell. Text that would be a formula gets an apostrophe; None is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return value
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def csv_response(name: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A download called `name`.csv. rows: sequences as long as columns."""
    response = StreamingHttpResponse(_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name, "csv")}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(name: str, ending: str) -> str:
    """What a download is called: letters, digits and dashes only, so that no name can write a header of its own."""
    safe = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-") or "export"
    return f"{safe}.{ending}"


class _Line:
    """A file of one line: csv.writer writes into it, and what was written is returned."""

    def write(self, text: str) -> str:
        return text


def _lines(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([harmless(str(column)) for column in columns])
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])
