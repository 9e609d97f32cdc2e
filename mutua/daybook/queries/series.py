"""Series of meetings, and which of their meetings are still to come."""

from __future__ import annotations

from typing import Any

from mutua.daybook.models import Meeting, MeetingSeries
from mutua.foundation import days


def lock_series(series_id: int) -> MeetingSeries:
    """Two who change a series wait for each other. Call it in the act's transaction, for a meeting that the actor sees."""
    return MeetingSeries.objects.select_for_update().get(pk=series_id)


def following(meeting: Meeting, *, whole: bool = False) -> list[Meeting]:
    """Those of the meeting's series whose place has not come yet, cancelled ones too: from the meeting on, or (whole) all of them.

    What has begun is never among them: nobody rewrites what was.
    """
    rows: Any = Meeting.everything.filter(series=meeting.series_id, slot__gte=days.now())
    rows = rows if whole else rows.filter(slot__gte=meeting.slot)
    return list(rows.prefetch_related("colleagues", "guests").order_by("slot"))


def template_of(series: MeetingSeries) -> Meeting | None:
    """The last meeting that goes along with the others: what a new one is like."""
    living = Meeting.objects.filter(series=series).order_by("apart", "-slot")
    return living.prefetch_related("colleagues", "guests").first()
