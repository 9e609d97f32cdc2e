"""A calendar as text after RFC 5545, as khal, Thunderbird, Outlook and telephones read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

from mutua.daybook.rules.clock_changes import clock_changes

PRODUCT = "-//Mutua//Daybook//EN"
ASK_AGAIN = timedelta(hours=1)
_RULES = (2015, 2037)  # years


@dataclass(frozen=True)
class CalendarEntry:
    """begins, ends: moments, or days for what takes a whole day (the end is then the day after). busy: whether it takes one's time.

    revision: how often it was changed; a calendar program takes the higher one for the newer.
    zone: whose clocks its moments follow, of what repeats; rule: how it repeats, after RFC 5545; except_on: the moments of the rule at which it
    does not take place; instead_of: the moment of the rule of the same uid in whose place this one stands.
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
    zone: str = ""
    rule: str = ""
    except_on: Sequence[datetime] = ()
    instead_of: datetime | None = None


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
    told = list(entries)
    # Whoever repeats at nine needs the rules of the place: they stand in the file, so that no program has to know them.
    for zone in sorted({entry.zone for entry in told if entry.zone and entry.zone != "UTC"}):
        calendar.add_component(_rules_of(zone))
    for entry in told:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _rules_of(zone: str) -> Timezone:
    """Each change of the clocks by itself: lists of dates in one line, which the standard allows, are not read by every program."""
    rules = Timezone()
    rules.add("tzid", zone)
    for change in clock_changes(zone, *_RULES):
        part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        part.add("dtstart", change.at)
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        rules.add_component(part)
    return rules


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.title)
    # Moments stand in UTC, but of what repeats: no zone has to be defined for them, and no program has to know the rules of one to be right.
    event.add("dtstart", _placed(entry.begins, entry.zone))
    event.add("dtend", _placed(entry.ends, entry.zone))
    if entry.rule:
        event.add("rrule", vRecur.from_ical(entry.rule))
    if entry.except_on:
        event.add("exdate", [_placed(moment, entry.zone) for moment in entry.except_on])
    if entry.instead_of is not None:
        event.add("recurrence-id", _placed(entry.instead_of, entry.zone))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.revision)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    for key, value in (("location", entry.place), ("description", entry.words), ("url", entry.url)):
        if value:
            event.add(key, value)
    return event


def _placed(moment: datetime | date, zone: str) -> datetime | date:
    return moment.astimezone(ZoneInfo(zone) if zone and zone != "UTC" else UTC) if isinstance(moment, datetime) else moment
