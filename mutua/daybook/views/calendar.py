"""My week, and the address under which a calendar program reads it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.daybook.actions.close_feed import close_feed
from mutua.daybook.actions.open_feed import open_feed
from mutua.daybook.calendar_feed import feed_text
from mutua.daybook.feeds import reader_of
from mutua.daybook.queries.calendar import address_of, feed_of, meetings_between, promises_between
from mutua.foundation.access import may, needs, public
from mutua.foundation.access.people import actor_of
from mutua.foundation.ui.middleware import read_by
from mutua.foundation.ui.toasts import toast

WEEK = 7


@require_GET
@needs("daybook.meeting.view")
def calendar(request: HttpRequest) -> HttpResponse:
    """One week, or one day, of mine or of my team; in the time zone of whoever reads it."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    first, length = _shown(request, today)
    team = request.GET.get("whose") == "team"
    begins, ends = (timezone.make_aware(datetime.combine(first + timedelta(days=shift), time())) for shift in (0, length))
    meetings = meetings_between(actor, begins, ends, team=team)
    tasks = promises_between(actor, first, first + timedelta(days=length), team=team) if may(actor, "daybook.task.view") else []
    context = {
        "days": [_day(first + timedelta(days=shift), meetings, tasks, today) for shift in range(length)],
        "team": team,
        "one_day": length == 1,
        "before": first - timedelta(days=length),
        "after": first + timedelta(days=length),
        "first": first,
        "last": first + timedelta(days=length - 1),
        "zone": timezone.get_current_timezone_name().replace("_", " "),
        "feed": feed_of(actor),
    }
    return render(request, "daybook/calendar/calendar.html", context)


def _shown(request: HttpRequest, today: date) -> tuple[date, int]:
    """The first day and the number of days: `day` is one, `week` any day of the week that is shown."""
    for name, length in (("day", 1), ("week", WEEK)):
        try:
            day = date.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            continue
        if 1900 < day.year < 2200:
            return (day, 1) if length == 1 else (day - timedelta(days=day.weekday()), WEEK)
    return today - timedelta(days=today.weekday()), WEEK


def _day(day: date, meetings: list[Any], tasks: list[Any], today: date) -> dict[str, Any]:
    held = [one for one in meetings if timezone.localtime(one.begins_at).date() <= day <= timezone.localtime(one.ends_at).date()]
    return {"day": day, "is_today": day == today, "meetings": held, "tasks": [task for task in tasks if task.due_on == day]}


@require_http_methods(["GET", "POST"])
@needs("daybook.meeting.view")
def feed(request: HttpRequest) -> HttpResponse:
    """The page of the address. POST makes one, or another in its place, and shows it this once."""
    address = ""
    if request.method == "POST":
        address = address_of(reverse("daybook:feed-read", args=[open_feed(request.actor)]))  # type: ignore[attr-defined]
    context = {"feed": feed_of(request.actor), "address": address}  # type: ignore[attr-defined]
    answer = render(request, "daybook/calendar/feed.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs("daybook.meeting.view")
def feed_close(request: HttpRequest) -> HttpResponse:
    closed = close_feed(request.actor)  # type: ignore[attr-defined]
    toast(request, _("The address is dead: calendars that read it get nothing any more.") if closed else _("There was no address."))
    return redirect("daybook:feed")


@require_GET
@public("Calendar programs have no sign-in: the address itself is the secret, and shows what its user may see")
def feed_read(request: HttpRequest, token: str) -> HttpResponse:
    reader = reader_of(token)
    if reader is None:
        raise Http404
    actor = actor_of(reader)
    if not may(actor, "daybook.meeting.view"):
        raise Http404
    with read_by(reader):
        text = feed_text(actor)
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match", "")
    if etag in [one.strip().removeprefix("W/") for one in known.split(",")]:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="mutua.ics"'
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer
