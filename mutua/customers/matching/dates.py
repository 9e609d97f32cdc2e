"""Dates of birth and of founding as they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Order = Literal["dmy", "mdy"]
_MONTHS = {
    month: number
    for number, names in enumerate(
        ("jan janv ene", "feb fev fevr", "mar mrz maerz marz mrt", "apr avr abr", "may mai mei mayo", "jun juin", "jul juil", "aug aout ago", "sep sept", "oct okt out", "nov", "dec dez dic"), start=1
    )
    for month in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"^(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})(?:[T ].*)?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?$")
_WITH_WORD = re.compile(
    r"^(?:(\d{1,2})[-/., ]+)?([^\W\d_]{3,})\.?[-/., ]+(?:(\d{1,2})(?:st|nd|rd|th)?[-/., ]+)?(\d{4}|\d{2})$", re.IGNORECASE
)
LAST_TWO_DIGITS = 30  # 31 is 1931, 30 is 2030


def order_of(values: Iterable[str]) -> Order:
    """Whether a column writes the day or the month first; the day, where nothing tells."""
    day_first = month_first = 0
    for value in values:
        found = _YEAR_LAST.match(value.strip())
        if found:
            day_first += int(found[1]) > 12
            month_first += int(found[2]) > 12
    return "mdy" if month_first > day_first else "dmy"


def date(text: str, order: Order = "dmy") -> str:
    """ "1971-06-24", of many ways to write it. A date that cannot be, such as 1971-13-24, keeps its digits: a slip is still near the truth.

    Empty when it is no date.
    """
    value = text.strip()
    if found := _YEAR_FIRST.match(value):
        return _joined(found[1], found[2], found[3])
    if found := _YEAR_LAST.match(value):
        day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        if int(month) > 12 >= int(day):
            day, month = month, day
        return _joined(found[3], month, day)
    if found := _WITH_WORD.match(value):
        number = _MONTHS.get(found[2].lower()[:4]) or _MONTHS.get(found[2].lower()[:3])
        day = found[1] or found[3]
        return _joined(found[4], str(number), day) if number and day else ""
    return ""


def _joined(year: str, month: str, day: str) -> str:
    if len(year) == 2:
        year = ("19" if int(year) > LAST_TWO_DIGITS else "20") + year
    return f"{year}-{month:0>2}-{day:0>2}"
