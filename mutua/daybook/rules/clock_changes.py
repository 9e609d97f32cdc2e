"""When the clocks of a place are changed, and from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

# Less than the shortest time between two changes anywhere, which is a month of fasting.
_STEP: Final = timedelta(days=10)


@dataclass(frozen=True)
class ClockChange:
    """at: what the clocks showed when they were changed, without a zone. before, after: how far they are ahead of UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@cache
def clock_changes(zone: str, first_year: int, last_year: int) -> tuple[ClockChange, ...]:
    """All of the years, the earliest first; the first one says what the clocks showed when the first year began."""
    place, now, end = ZoneInfo(zone), datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    found = [_change(place, now, now)]
    while now < end:
        later = now + _STEP
        if _shown(place, now) != _shown(place, later):
            found.append(_change(place, now, later))
        now = later
    return tuple(found)


def _shown(place: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    there = moment.astimezone(place)
    return there.utcoffset() or timedelta(0), there.tzname() or "", bool(there.dst())


def _change(place: ZoneInfo, low: datetime, high: datetime) -> ClockChange:
    """The one between two moments, to the second."""
    before = _shown(place, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _shown(place, middle) == before else (low, middle)
    after, name, is_summer = _shown(place, high)
    return ClockChange((high + before[0]).replace(tzinfo=None), before[0], after, name, is_summer)
