"""A calendar as text after RFC 5545, as khal, Thunderbird, Outlook and telephones read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Mutua//Daybook//EN"
ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class CalendarEntry:
    """begins, ends: moments, or days for what takes a whole day (the end is then the day after). busy: whether it takes one's time.

    revision: how often it was changed; a calendar program takes the higher one for the newer.
    """

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date
    revision: int
    changed_at: datetime
    place: str = ""
    words: str = ""
    url: str = ""
    busy: bool = True


def calendar_text(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    """The text with lines folded and texts escaped: the same entries give the same bytes, so that an unchanged calendar is not sent again."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.title)
    # Moments stand in UTC: no zone has to be defined in the file, and no program has to know the rules of one to be right.
    event.add("dtstart", _in_utc(entry.begins))
    event.add("dtend", _in_utc(entry.ends))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.revision)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    for key, value in (("location", entry.place), ("description", entry.words), ("url", entry.url)):
        if value:
            event.add(key, value)
    return event


def _in_utc(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
