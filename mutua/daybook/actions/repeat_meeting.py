"""Letting a meeting repeat, or repeat otherwise from now on."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mutua.daybook.events import MeetingRepeated
from mutua.daybook.models import Meeting, MeetingSeries
from mutua.daybook.queries.daybook import meeting_for
from mutua.daybook.queries.series import following, lock_series
from mutua.daybook.rules.recurrence import FREQUENCIES, MOST_EVERY, MOST_TIMES, Pattern
from mutua.daybook.series import lay_out, places_of
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store


@transaction.atomic
def repeat_meeting(actor: Actor, meeting_id: int, *, version: int | None, pattern: Pattern) -> Meeting:
    """The meeting, the first of a series from now on. Of one that repeats already those after it follow the new pattern, and what was
    before stays as it was. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    meeting = locked(meeting_for(actor, meeting_id), version)
    require(actor, "daybook.meeting.edit", meeting)
    zone = meeting.time_zone or timezone.get_default_timezone_name()
    first = timezone.make_naive(meeting.begins_at, ZoneInfo(zone))
    check_pattern(pattern, meeting)
    rows = [meeting]
    if meeting.series_id is not None:
        lock_series(meeting.series_id)
        later = following(meeting)
        if not later or later[0].pk != meeting.pk:
            raise Refused(
                _("This meeting has begun already, and what was is not rewritten. Choose one that is still to come; nothing was changed.")
            )
        rows = [meeting, *later[1:]]

    was, meeting.apart = meeting.series, False
    series = MeetingSeries(
        account_id=meeting.account_id, first_on=first.date(), hour=first.time(), time_zone=zone, frequency=pattern.frequency, every=pattern.every,
        weekdays=list(pattern.weekdays), by_weekday=pattern.by_weekday, until=pattern.until, times=pattern.times,
    )  # fmt: skip
    store(series)
    if was is not None:
        end_before(was, meeting)
    for row in lay_out(series, rows, meeting, places_of(series)):
        soft_delete(actor, row, None)

    announce(MeetingRepeated(meeting_id=meeting.pk, account_id=meeting.account_id, series_id=series.pk), actor)
    meeting.refresh_from_db()
    return meeting


def check_pattern(pattern: Pattern, meeting: Meeting) -> None:
    """Raises Refused for what is no pattern, or gives the meeting itself no place."""
    if pattern.frequency not in FREQUENCIES or not 1 <= pattern.every <= MOST_EVERY or not {*pattern.weekdays} <= {*range(7)}:
        raise Refused(
            _("A meeting repeats every 1 to %(most)s days, weeks, months or years. Nothing was changed.") % {"most": MOST_EVERY},
            field="every",
        )
    if pattern.times is not None and (pattern.until is not None or not 1 <= pattern.times <= MOST_TIMES):
        raise Refused(
            _("Say either the last day, or how many there are, from 1 to %(most)s. Nothing was changed.") % {"most": MOST_TIMES},
            field="times",
        )
    if pattern.until is not None and pattern.until < timezone.localdate(meeting.begins_at):
        raise Refused(_("The last day lies before the meeting itself. Nothing was changed; choose a later one."), field="until")


def end_before(series: MeetingSeries, meeting: Meeting) -> None:
    """Let a series end with what stands before this meeting; without any, it is no more."""
    before = Meeting.everything.filter(series=series, slot__lt=meeting.slot).order_by("slot")
    last = before.last()
    if last is None:
        Meeting.everything.filter(series=series).update(series=None, slot=None)
        series.delete()
        return
    series.times, series.until = None, timezone.localdate(last.slot, ZoneInfo(series.time_zone))
    store(series, update_fields=["times", "until"])
