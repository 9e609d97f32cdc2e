"""From the text of a cell to a value: numbers, dates, yes or no, as the programs of this world write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import gettext as _

from mutua.foundation.imports.targets import Kind

DateOrder = Literal["auto", "dmy", "mdy"]

MOST_DIGITS = 30

_MONTHS = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
_TIME = re.compile(r"[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm)?\s*(z|utc|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})[- ./]*([a-z]{3,9})\.?[- ./,]*(\d{2}|\d{4})", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.?[- ]*(\d{1,2})(?:st|nd|rd|th)?,?[- ]*(\d{2}|\d{4})", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})")
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "ja", "oui", "si", "wahr", "vrai"})
_NO = frozenset({"no", "n", "false", "f", "0", "-", "nein", "non", "falsch", "faux"})


class BadText(ValueError):
    """The text is not a value of the kind. The message is a sentence for the report and groups with its like."""


def read_value(text: str, kind: Kind, order: DateOrder = "auto") -> Any:
    """The value of `text`: str, Decimal, int, date, datetime (aware), bool or list[str]. Raises BadText."""
    match kind:
        case "number":
            return read_number(text)
        case "integer":
            return _whole(read_number(text))
        case "date":
            return read_date(text, order)
        case "moment":
            return read_moment(text, order)
        case "bool":
            return _yes_or_no(text)
        case "list":
            return [part.strip() for part in re.split(r"[;|\n]" if re.search(r"[;|\n]", text) else ",", text) if part.strip()]
        case _:
            return text


def read_number(text: str) -> Decimal:
    """ "1,234.50", "1.234,50", "$ 1 234", "(12)" for −12. A lone comma before three digits parts thousands."""
    bare = re.sub(r"[\s\u00a0\u202f'’_]|[$€£¥]|USD|EUR|GBP|CHF", "", text).replace("−", "-")
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()")
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(thousands, "")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", bare) or bare.count(",") > 1:
        bare = bare.replace(",", "")
    elif bare.count(".") > 1:
        bare = bare.replace(".", "")
    try:
        number = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        raise BadText(_("This is no number.")) from None
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise BadText(_("This is no number."))
    return -number if negative else number


def read_date(text: str, order: DateOrder = "auto") -> date:
    """The day. Two-digit years from 70 on lie in the last century. A day that can be read in two ways is refused, not guessed."""
    return _day(_TIME.sub("", text.strip()), order)


def read_moment(text: str, order: DateOrder = "auto") -> datetime:
    """An aware moment; without an offset it is taken as UTC, without a time as midnight."""
    found = _TIME.search(text.strip())
    day = _day(_TIME.sub("", text.strip()), order)
    if found is None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    hour, minute, second, half, offset = found.groups()
    clock = int(hour) % 12 + (12 if half.lower() == "pm" else 0) if half else int(hour)
    zone = "+00:00" if not offset or offset.lower() in ("z", "utc") else offset
    try:
        return datetime.fromisoformat(f"{day}T{clock:02}:{minute}:{second or '00'}{zone}").astimezone(UTC)
    except ValueError:
        raise BadText(_("This is no time of day.")) from None


def _day(text: str, order: DateOrder) -> date:
    if (iso := _ISO.fullmatch(text)) is not None:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if (named := _NAMED.fullmatch(text)) is not None and named[2][:3].lower() in _MONTHS:
        return _date(_year(named[3]), _MONTHS[named[2][:3].lower()], int(named[1]))
    if (named := _NAMED_FIRST.fullmatch(text)) is not None and named[1][:3].lower() in _MONTHS:
        return _date(_year(named[3]), _MONTHS[named[1][:3].lower()], int(named[2]))
    if (numeric := _NUMERIC.fullmatch(text)) is not None:
        first, mark, second, year = int(numeric[1]), numeric[2], int(numeric[3]), _year(numeric[4])
        return _date(year, second, first) if _day_first(first, second, mark, order) else _date(year, first, second)
    raise BadText(_("This is no date."))


def _day_first(first: int, second: int, mark: str, order: DateOrder) -> bool:
    if order != "auto":
        return order == "dmy"
    if mark == "." or first > 12 or first == second:
        return True
    if second > 12:
        return False
    raise BadText(_("This date can be read in two ways: say in the mapping whether the day or the month comes first."))


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadText(_("There is no such day.")) from None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= 70 else 2000)


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise BadText(_("This is no whole number."))
    return int(number)


def _yes_or_no(text: str) -> bool:
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadText(_("This is neither yes nor no."))
