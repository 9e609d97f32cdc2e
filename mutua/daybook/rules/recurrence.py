"""When a meeting repeats: the pattern as RFC 5545 writes it, and the hours that it gives on the clocks of one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

# So many are ever worked out at once: a daily meeting for more than a year.
MOST: Final = 400
MOST_TIMES: Final = 400
MOST_EVERY: Final = 99
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES: Final = ("daily", "weekly", "monthly", "yearly")
SHORTEST_MONTH: Final = 28


@dataclass(frozen=True)
class Pattern:
    """every: 2 is every other one. weekdays: 0 Monday to 6 Sunday, of a weekly one; empty: that of the first.

    by_weekday: of a monthly one, the same weekday of the month (the second Tuesday) and not the same day.
    until: its last day; times: how many there are in all; neither: it has no end.
    """

    frequency: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    by_weekday: bool = False
    until: date | None = None
    times: int | None = None


def week_of_month(day: date) -> int:
    """The place of its weekday in the month, 1 to 4; -1 for a fifth one, since not every month has that."""
    place = (day.day - 1) // 7 + 1
    return place if place < 5 else -1


def hours(pattern: Pattern, first: datetime, *, most: int = MOST, before: datetime | None = None) -> list[datetime]:
    """What the clocks of the place show each time, the earliest first. first, before: without a zone, in the place's own time."""
    text = f"{_said(pattern, first)}{_end(pattern)}"
    found = rrulestr(text, dtstart=first).xafter(first - timedelta(seconds=1), count=most)
    return list(takewhile(lambda hour: before is None or hour < before, found))


def moment(hour: datetime, zone: str) -> datetime:
    """The moment at which the clocks of a zone show this hour: where they skip it, as long after midnight as it would have been; where
    they show it twice, the first time (RFC 5545, 3.3.5)."""
    return hour.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def rule_text(pattern: Pattern, first: datetime, zone: str) -> str:
    """As calendars read it. The end is a moment, as it has to be where the beginning has a zone."""
    end = _end(pattern)
    if pattern.until is not None:
        end = f";UNTIL={moment(datetime.combine(pattern.until, time(23, 59, 59)), zone):%Y%m%dT%H%M%SZ}"
    return f"{_said(pattern, first)}{end}"


def _said(pattern: Pattern, first: datetime) -> str:
    every = f";INTERVAL={pattern.every}" if pattern.every > 1 else ""
    return f"FREQ={pattern.frequency.upper()}{every}{_on(pattern, first)}"


def _on(pattern: Pattern, first: datetime) -> str:
    if pattern.frequency == "weekly":
        # A beginning that the rule does not hit counts in some calendars and not in others: it is always hit.
        return f";BYDAY={','.join(DAYS[day] for day in sorted({*pattern.weekdays, first.weekday()}))}"
    if pattern.frequency == "monthly" and pattern.by_weekday:
        return f";BYDAY={week_of_month(first)}{DAYS[first.weekday()]}"
    if on_last_day(pattern, first):
        return f";BYMONTH={first.month};BYMONTHDAY=-1" if pattern.frequency == "yearly" else ";BYMONTHDAY=-1"
    return ""


def on_last_day(pattern: Pattern, first: date) -> bool:
    """Whether it means the last day of a month, which most do not have as that number. A 30th that is not the last is left out by February."""
    ends = (first + timedelta(days=1)).day == 1
    return ends and first.day > SHORTEST_MONTH and pattern.frequency in ("monthly", "yearly") and not pattern.by_weekday


def _end(pattern: Pattern) -> str:
    if pattern.times is not None:
        return f";COUNT={pattern.times}"
    return f";UNTIL={datetime.combine(pattern.until, time(23, 59, 59)):%Y%m%dT%H%M%S}" if pattern.until is not None else ""
