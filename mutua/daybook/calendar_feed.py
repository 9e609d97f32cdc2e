"""What stands in somebody's calendar: meetings in which it takes part, and the days by which it has promised something."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from mutua.daybook.calendar_text import CalendarEntry, calendar_text
from mutua.daybook.models import Meeting, Task
from mutua.daybook.queries.calendar import address_of, meetings_between, promises_between
from mutua.daybook.queries.repeated import ToldSeries, told_as_series
from mutua.daybook.rules.recurrence import moment, rule_text
from mutua.foundation import days
from mutua.foundation.access import Actor

BACK, AHEAD = timedelta(days=90), timedelta(days=400)


def feed_text(actor: Actor) -> bytes:
    """From 90 days ago to 400 days ahead: at most a thousand meetings and a thousand promises, the earliest."""
    today = days.today()
    since, until = (datetime.combine(day, time(), tzinfo=ZoneInfo("UTC")) for day in (today - BACK, today + AHEAD))
    meetings = meetings_between(actor, since, until)
    repeated = told_as_series(actor, meetings)
    entries = [entry for series in repeated for entry in _of_series(series)]
    within = {meeting.pk for series in repeated for meeting in series.meetings}
    entries += [_of_meeting(meeting) for meeting in meetings if meeting.pk not in within]
    entries += [_of_task(task) for task in promises_between(actor, today - BACK, today + AHEAD)]
    return calendar_text(_("Mutua: %(name)s") % {"name": actor.name}, entries)


def _of_meeting(meeting: Meeting) -> CalendarEntry:
    page = address_of(meeting.get_absolute_url())
    there = [*(str(one) for one in meeting.colleagues.all()), *(str(one) for one in meeting.guests.all())]
    lines = [
        _("With %(account)s, about %(touchpoint)s") % {"account": meeting.account, "touchpoint": meeting.touchpoint},
        ", ".join(there),
        _said_in(meeting),
        meeting.link and _("Join: %(link)s") % {"link": meeting.link},
        page,
    ]
    return CalendarEntry(
        uid=_uid("meeting", meeting.pk),
        title=meeting.title,
        begins=meeting.begins_at,
        ends=meeting.ends_at,
        revision=meeting.version - 1,
        changed_at=meeting.updated_at,
        place=meeting.place or meeting.link,
        words="\n".join(line for line in lines if line),
        url=page,
    )


def _of_series(told: ToldSeries) -> list[CalendarEntry]:
    """The pattern with its exceptions, and each meeting that is otherwise than the pattern."""
    series, like = told.series, told.like
    first, uid = moment(series.first, series.time_zone), _uid("series", series.pk)
    page = _of_meeting(like)
    pattern = replace(
        page,
        uid=uid,
        begins=first,
        ends=first + (like.ends_at - like.begins_at),
        revision=series.version - 1 + len(told.missing),
        changed_at=max([series.updated_at, *(meeting.updated_at for meeting in told.meetings)]),
        zone=series.time_zone,
        rule=rule_text(series.pattern, series.first, series.time_zone),
        except_on=told.missing,
    )
    moved = [
        replace(_of_meeting(meeting), uid=uid, zone=series.time_zone, instead_of=meeting.slot) for meeting in told.meetings if meeting.apart
    ]
    return [pattern, *moved]


def _said_in(meeting: Meeting) -> str:
    """The hour where it was planned, for whoever reads it elsewhere."""
    if not meeting.time_zone:
        return ""
    begins = timezone.localtime(meeting.begins_at, ZoneInfo(meeting.time_zone))
    return _("%(hour)s in %(zone)s") % {"hour": f"{begins:%H:%M}", "zone": meeting.time_zone.replace("_", " ")}


def _of_task(task: Task) -> CalendarEntry:
    page = address_of(task.get_absolute_url())
    due = task.due_on or days.today()
    return CalendarEntry(
        uid=_uid("task", task.pk),
        title=_("Due: %(title)s") % {"title": task.title},
        begins=due,
        ends=due + timedelta(days=1),
        revision=task.version - 1,
        changed_at=task.updated_at,
        words="\n".join(line for line in (str(task.account or ""), page) if line),
        url=page,
        busy=False,
    )


def _uid(kind: str, number: int) -> str:
    """The same for the same record as long as the installation keeps its name."""
    return f"{kind}-{number}@{urlsplit(settings.SITE_URL).hostname or 'mutua'}"
