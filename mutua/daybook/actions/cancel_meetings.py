"""Cancelling a meeting, and those of its series with it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.daybook.actions.change_series import SCOPES
from mutua.daybook.actions.repeat_meeting import end_before
from mutua.daybook.models import Meeting
from mutua.daybook.queries.daybook import meeting_for
from mutua.daybook.queries.series import following, lock_series
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked


@transaction.atomic
def cancel_meetings(actor: Actor, meeting_id: int, *, version: int | None, scope: str = "one") -> Meeting:
    """The meeting, in the bin; scope "following": with those after it, "all": with all that have not begun. They went together and can be
    brought back together. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    meeting = locked(meeting_for(actor, meeting_id), version)
    require(actor, "daybook.meeting.edit", meeting)
    if scope not in SCOPES:
        raise Refused(_("Say which of the meetings are meant. Nothing was changed."), field="scope")
    if meeting.series_id is None or scope == "one":
        return soft_delete(actor, meeting, None)

    series, moment = lock_series(meeting.series_id), days.now()
    rows = following(meeting, whole=scope == "all")
    for row in rows:
        if row.deleted_at is None:
            soft_delete(actor, row, None, at=moment)
    if rows:
        # Nothing is laid out after the last that stands; brought back, they stand by themselves.
        end_before(series, rows[0])
        Meeting.everything.filter(pk__in=[row.pk for row in rows]).update(series=None, slot=None)
    meeting.refresh_from_db()
    return meeting
