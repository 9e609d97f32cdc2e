"""Changing a meeting that repeats together with those after it, or with all that are still to come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mutua.customers.models import Person
from mutua.daybook.actions.edit_meeting import FIELDS, edit_meeting
from mutua.daybook.actions.repeat_meeting import end_before
from mutua.daybook.models import Meeting, MeetingSeries
from mutua.daybook.queries.daybook import meeting_for
from mutua.daybook.queries.series import following, lock_series
from mutua.daybook.series import lay_out, left_of, places_of
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store

SCOPES = ("one", "following", "all")
# What those that go along take over; hours are given by their places.
TOLD = tuple(name for name in FIELDS if name not in ("begins_at", "ends_at", "time_zone"))


@transaction.atomic
def change_series(
    actor: Actor,
    meeting_id: int,
    *,
    version: int | None,
    scope: str,
    colleagues: Collection[User] | None = None,
    guests: Collection[Person] | None = None,
    **values: Any,
) -> Meeting:
    """The meeting with these values, as edit_meeting takes them; scope "following": those after it too, "all": all that have not begun.

    One that was changed by itself before stays as it is. Moved, they all move by as much. Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    meeting = meeting_for(actor, meeting_id)
    if scope not in SCOPES:
        raise Refused(_("Say which of the meetings are meant. Nothing was changed."), field="scope")
    if meeting.series_id is None or scope == "one":
        return edit_meeting(actor, meeting_id, version=version, colleagues=colleagues, guests=guests, **values)
    series = lock_series(meeting.series_id)
    rows, begins = following(meeting, whole=scope == "all"), meeting.begins_at

    changed = edit_meeting(actor, meeting_id, version=version, colleagues=colleagues, guests=guests, **values)
    if rows:
        _relay(actor, series, rows, changed, begins)
    changed.refresh_from_db()
    return changed


def _relay(actor: Actor, series: MeetingSeries, rows: list[Meeting], changed: Meeting, began: datetime) -> None:
    """The first of the rows begins a series of its own, as many days and hours away from where it stood as the changed one was moved."""
    zone = changed.time_zone or series.time_zone
    changed.apart = changed.pk not in {row.pk for row in rows}
    moved = timezone.make_naive(changed.begins_at, ZoneInfo(zone)) - timezone.make_naive(began, ZoneInfo(series.time_zone))
    stood = timezone.make_naive(rows[0].slot or rows[0].begins_at, ZoneInfo(series.time_zone))
    first = stood + moved
    gone = Meeting.everything.filter(series=series, slot__lt=rows[0].slot).count()
    pattern = left_of(series.pattern, gone)
    shift = (first.date() - stood.date()).days
    made = MeetingSeries(
        account_id=series.account_id, first_on=first.date(), hour=first.time(), time_zone=zone, frequency=pattern.frequency, every=pattern.every,
        weekdays=sorted((day + shift) % 7 for day in pattern.weekdays), by_weekday=pattern.by_weekday,
        until=pattern.until + timedelta(days=shift) if pattern.until else None, times=pattern.times,
    )  # fmt: skip
    store(made)
    end_before(series, rows[0])
    rows = [changed if row.pk == changed.pk else row for row in rows]
    for row in rows:
        if row.pk != changed.pk and not row.apart:
            for name in TOLD:
                setattr(row, name, getattr(changed, name))
    for row in lay_out(made, rows, changed, places_of(made)):
        soft_delete(actor, row, None)
    for row in rows:
        if row.pk != changed.pk and not row.apart:
            row.colleagues.set(changed.colleagues.all())
            row.guests.set(changed.guests.all())
