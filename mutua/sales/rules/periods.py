"""Spans that a forecast is about: a month, a quarter, a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Length = Literal["month", "quarter", "year"]
_MONTHS: dict[Length, int] = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """first, last: its days. text: how it is written in an address: 2026, 2026-Q4, 2026-12."""

    length: Length
    first: date

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Period:
        return Period(self.length, _moved(self.first, _MONTHS[self.length]))

    @property
    def previous(self) -> Period:
        return Period(self.length, _moved(self.first, -_MONTHS[self.length]))

    @property
    def text(self) -> str:
        match self.length:
            case "year":
                return f"{self.first:%Y}"
            case "quarter":
                return f"{self.first:%Y}-Q{self.first.month // 3 + 1}"
        return f"{self.first:%Y-%m}"

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def period_of(day: date, length: Length) -> Period:
    """The one in which the day lies."""
    months = _MONTHS[length]
    return Period(length, date(day.year, (day.month - 1) // months * months + 1, 1))


def read_period(text: str) -> Period:
    """2026, 2026-Q4 or 2026-12. Raises ValueError."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not 1900 <= int(found[1]) <= 2200:
        raise ValueError(text)
    year, quarter, month = int(found[1]), found[2], found[3]
    if quarter:
        return Period("quarter", date(year, int(quarter) * 3 - 2, 1))
    return Period("month", date(year, int(month), 1)) if month else Period("year", date(year, 1, 1))


def months_back(day: date, count: int) -> date:
    """The same day so many months before, or the last of a shorter month."""
    first = _moved(day.replace(day=1), -count)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _moved(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
