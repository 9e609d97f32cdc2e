"""Laying out the meetings of a series: rows that are there are moved to their places, missing ones are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from mutua.daybook.models import Meeting, MeetingSeries
from mutua.daybook.rules.recurrence import MOST, Pattern, hours, moment
from mutua.foundation import days

# As far as calendar programs are told, and so far our own pages show.
AHEAD = timedelta(days=400)


def places_of(series: MeetingSeries) -> list[datetime]:
    """The moments of a series up to the horizon, the earliest first: at most MOST from its first one on."""
    horizon = timezone.make_naive(days.now() + AHEAD, ZoneInfo(series.time_zone))
    found = hours(series.pattern, series.first, most=MOST, before=max(horizon, series.first + timedelta(seconds=1)))
    return [moment(hour, series.time_zone) for hour in found]


def lay_out(series: MeetingSeries, rows: Sequence[Meeting], like: Meeting, places: Sequence[datetime]) -> list[Meeting]:
    """Give the rows, in their order, these places; those that are too many, which belong to no series any more. like: what a new one is like,
    and how long each takes.

    One that was changed by itself or lies in the bin keeps its hour and its state, and only stands for another place.
    """
    lasts = like.ends_at - like.begins_at
    new: list[Meeting] = []
    over: list[Meeting] = []
    for row, place in zip_longest(rows, places):
        if row is None:
            new.append(_copy(like, series, place, lasts))
            continue
        if place is None:
            row.series, row.slot = None, None
            over.append(row)
        else:
            row.series, row.slot = series, place
            if not row.apart and row.interaction_id is None:
                row.begins_at, row.ends_at, row.time_zone = place, place + lasts, series.time_zone
        row.save()
    made = Meeting.objects.bulk_create(new)
    links: tuple[tuple[Any, str, list[int]], ...] = (
        (Meeting.colleagues.through, "user_id", [one.pk for one in like.colleagues.all()]),
        (Meeting.guests.through, "person_id", [one.pk for one in like.guests.all()]),
    )
    for through, column, who in links:
        through.objects.bulk_create(through(meeting_id=row.pk, **{column: number}) for row in made for number in who)
    return over


def _copy(like: Meeting, series: MeetingSeries, place: datetime, lasts: timedelta) -> Meeting:
    return Meeting(
        title=like.title,
        account_id=like.account_id,
        touchpoint_id=like.touchpoint_id,
        touchpoint_inferred=like.touchpoint_inferred,
        begins_at=place,
        ends_at=place + lasts,
        time_zone=series.time_zone,
        place=like.place,
        link=like.link,
        custom=like.custom,
        series=series,
        slot=place,
    )


def left_of(pattern: Pattern, gone: int) -> Pattern:
    """The pattern of what follows after so many of them."""
    return replace(pattern, times=pattern.times - gone) if pattern.times is not None else pattern
