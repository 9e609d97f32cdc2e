"""Series as a calendar program is told them: the pattern, at which of its moments the reader has no meeting, and which are otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from mutua.daybook.models import Meeting, MeetingSeries
from mutua.daybook.queries.calendar import with_people
from mutua.daybook.rules.recurrence import MOST, hours, moment
from mutua.foundation.access import Actor, visible_to

# A daily meeting for forty years: further back no series is counted through.
MOST_PLACES = MOST * 40
MOST_MISSING = 1000


@dataclass(frozen=True)
class ToldSeries:
    """like: a meeting that is as the pattern says. meetings: all of it that the reader has in the time asked for, and whatever is otherwise.

    missing: the moments at which the pattern has one and the reader has none, from the first to the last that was laid out.
    """

    series: MeetingSeries
    like: Meeting
    meetings: Sequence[Meeting]
    missing: Sequence[datetime]


def told_as_series(actor: Actor, meetings: Sequence[Meeting]) -> list[ToldSeries]:
    """The series of these meetings of the actor; one of which none is as its pattern says is not told as a series. Five queries at most."""
    series: dict[int, MeetingSeries] = {meeting.series.pk: meeting.series for meeting in meetings if meeting.series is not None}
    if not series:
        return []
    slots = _slots(_mine(actor, series))
    laid = _slots(Meeting.everything.filter(series__in=series))
    rows: dict[int, dict[int, Meeting]] = defaultdict(dict)
    for meeting in [*meetings, *changed_in(actor, series)]:
        if meeting.series is not None:
            rows[meeting.series.pk][meeting.pk] = meeting
    told = (
        _told(one, sorted(rows[pk].values(), key=lambda row: (row.slot, row.pk)), slots[pk], laid[pk]) for pk, one in sorted(series.items())
    )
    return [one for one in told if one is not None]


def changed_in(actor: Actor, series_ids: Collection[int]) -> list[Meeting]:
    """The actor's meetings of these series that were changed by themselves."""
    return list(with_people(actor, _mine(actor, series_ids).filter(apart=True).order_by("-slot"))[:MOST_MISSING])


def _mine(actor: Actor, series_ids: Collection[int]) -> QuerySet[Meeting]:
    of_them = Meeting.objects.filter(series__in=series_ids, colleagues=actor.user_id, account__deleted_at=None)
    return visible_to(actor, of_them).distinct()


def _slots(meetings: QuerySet[Meeting]) -> dict[int, set[datetime]]:
    """The places of each series that these meetings hold."""
    found: dict[int, set[datetime]] = defaultdict(set)
    rows: Any = meetings.order_by().values_list("series", "slot")
    for series_id, slot in rows:
        found[series_id].add(slot)
    return found


def _told(series: MeetingSeries, meetings: list[Meeting], slots: set[datetime], laid: set[datetime]) -> ToldSeries | None:
    like = next((meeting for meeting in reversed(meetings) if not meeting.apart), None)
    if like is None:
        return None
    # By the pattern and not by the rows: one that was cancelled is no longer in any table once the bin was emptied.
    last = max(laid | slots)
    before = timezone.make_naive(last, ZoneInfo(series.time_zone)) + timedelta(hours=2)
    found = (moment(hour, series.time_zone) for hour in hours(series.pattern, series.first, most=MOST_PLACES, before=before))
    return ToldSeries(series, like, meetings, [place for place in found if place <= last and place not in slots][-MOST_MISSING:])
