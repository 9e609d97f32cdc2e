"""What one typed line says beside its words: which kind it is, and for which day or hour."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypeVar

T = TypeVar("T")
KINDS = ("note", "call", "mail", "visit", "meeting", "task")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KIND = re.compile(rf"^\s*({'|'.join(KINDS)})\s*:\s*", re.IGNORECASE)
_DAY = re.compile(rf"(?:^|\s)(?:by |on )?(today|tomorrow|{'|'.join(DAYS)}|\d{{4}}-\d\d-\d\d)$", re.IGNORECASE)
_HOUR = re.compile(r"(?:^|\s)(?:at )?([01]?\d|2[0-3])[:.]([0-5]\d)$", re.IGNORECASE)
_LENGTH = re.compile(r"(?:^|\s)(?:for )?(\d{1,3}) ?(min|minutes|h|hours?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """kind: empty where the line does not begin with one and a colon. on, at, minutes: what stood at the end of its first line."""

    body: str
    kind: str = ""
    on: date | None = None
    at: time | None = None
    minutes: int | None = None


def read_line(text: str, kind: str, today: date) -> Line:
    """`text` taken apart. kind: what it is where it does not say so itself; only a task has a day, only a meeting an hour.

    A day of the week is the next one, never today. What would leave no words is left in the words.
    """
    found = _KIND.match(text)
    said = found[1].lower() if found else ""
    first, line_break, rest = (text[found.end() :] if found else text).strip().partition("\n")
    on = at = minutes = None
    if (said or kind) in ("task", "meeting"):
        if (said or kind) == "meeting":
            first, minutes = _cut(first, _LENGTH, _minutes)
            first, at = _cut(first, _HOUR, lambda m: time(int(m[1]), int(m[2])))
        first, on = _cut(first, _DAY, lambda m: _day(m[1].lower(), today))
    return Line(f"{first}{line_break}{rest}".strip(), said, on, at, minutes)


def _cut(text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], T | None]) -> tuple[str, T | None]:
    """The text without what it ends with, and what that says; as it was where it ends otherwise, or says no real day."""
    found = pattern.search(text)
    value = read(found) if found and text[: found.start()].strip() else None
    return (text[: found.start()].rstrip(), value) if found and value is not None else (text, None)


def _minutes(found: re.Match[str]) -> int:
    return int(found[1]) * (60 if found[2].lower().startswith("h") else 1)


def _day(word: str, today: date) -> date | None:
    if word in ("today", "tomorrow"):
        return today + timedelta(days=word == "tomorrow")
    if word in DAYS:
        return today + timedelta(days=(DAYS.index(word) - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
