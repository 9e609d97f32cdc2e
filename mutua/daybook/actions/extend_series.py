"""Laying out the meetings of a series that came within the horizon since it was laid out last."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from mutua.daybook.models import Meeting
from mutua.daybook.queries.series import lock_series, template_of
from mutua.daybook.rules.recurrence import MOST, hours, moment
from mutua.daybook.series import AHEAD, lay_out
from mutua.foundation import days
from mutua.foundation.access import Actor, require


@transaction.atomic
def extend_series(actor: Actor, series_id: int) -> int:
    """How many were made; run again it finds none. What was cancelled is not made anew. Raises NotAllowed."""
    require(actor, "daybook.meeting.edit")
    series = lock_series(series_id)
    like = template_of(series)
    last = Meeting.everything.filter(series=series).order_by("slot").last()
    if like is None or last is None or last.slot is None:
        return 0
    zone = ZoneInfo(series.time_zone)
    known, horizon = timezone.make_naive(last.slot, zone), timezone.make_naive(days.now() + AHEAD, zone)
    found = [hour for hour in hours(series.pattern, series.first, most=MOST * 40, before=horizon) if hour > known + timedelta(hours=2)][
        :MOST
    ]

    lay_out(series, [], like, [moment(hour, series.time_zone) for hour in found])
    return len(found)
