"""A year's plan against the calendar: which quarter is it, and which items should be further than they are."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from mutua.relationships.rules.lifecycles import FINISHED, ItemState

QUARTERS = 4


class Late(StrEnum):
    """BEGIN: its first quarter is over and it has not begun. END: what it takes is over and it is not done."""

    BEGIN = "begin"
    END = "end"


def quarter_of(day: date, year: int) -> int:
    """Quarters since the first of `year`, which is 0; negative before it, 4 and more after it."""
    return (day.year - year) * QUARTERS + (day.month - 1) // 3


def end_of_quarter(year: int, quarter: int) -> date:
    """The last day of the quarter, counted from 0 at the beginning of `year`."""
    after = quarter + 1
    return date(year + after // QUARTERS, after % QUARTERS * 3 + 1, 1) - timedelta(days=1)


def last_quarter(begins: int, lasts: int) -> int:
    """The quarter in which an item should be done; one that lasts 0 is done in the quarter in which it begins."""
    return begins + max(lasts, 1) - 1


def late(begins: int, lasts: int, state: str, now: int) -> Late | None:
    """What an item is late with in quarter `now`; None: nothing. What was stopped is never late."""
    if state in FINISHED or state == ItemState.STOPPED:
        return None
    if now > last_quarter(begins, lasts):
        return Late.END
    return Late.BEGIN if now > begins and state != ItemState.RUNNING else None
