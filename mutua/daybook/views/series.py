"""Meetings that repeat: how, and cancelling one or several of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mutua.daybook.actions.cancel_meetings import cancel_meetings
from mutua.daybook.actions.repeat_meeting import repeat_meeting
from mutua.daybook.models import Meeting
from mutua.daybook.pattern_words import repeats_in_words
from mutua.daybook.queries.daybook import meeting_for
from mutua.daybook.series_forms import CancelForm, RepeatForm
from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("daybook.meeting.edit")
def repeat(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = meeting_for(request.actor, meeting_id)
    form = RepeatForm(request.POST or None, initial={"version": meeting.version, **_stands(meeting)})

    def act(version: int, **_given: Any) -> Meeting:
        return repeat_meeting(request.actor, meeting.pk, version=version, pattern=form.said())

    if request.method == "POST" and (now := form.carried_out(act)):
        toast(request, _("It repeats %(how)s.") % {"how": repeats_in_words(now.series)})
        return redirect(now)
    text = _("Those that are still to come follow the new pattern; what was stays.") if meeting.series_id else ""
    context = {"form": form, "title": _("Repeat “%(title)s”") % {"title": meeting}, "intro": text, "cancel_url": meeting.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def _stands(meeting: Meeting) -> dict[str, Any]:
    series = meeting.series
    if series is None:
        return {"weekdays": [], "every": 1, "frequency": "weekly"}
    return {name: getattr(series, name) for name in ("every", "frequency", "weekdays", "by_weekday", "until", "times")}


@require_http_methods(["GET", "POST"])
@needs("daybook.meeting.edit")
def cancel(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = meeting_for(request.actor, meeting_id)
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"version": meeting.version, "scope": "one"})
    if meeting.series_id is None:
        del form.fields["scope"]

    def act(version: int, scope: str = "one") -> Meeting:
        return cancel_meetings(request.actor, meeting.pk, version=version, scope=scope)

    if request.method == "POST" and (gone := form.carried_out(act)):
        toast(request, _("Cancelled: %(title)s") % {"title": gone}, undo=_way_back(gone, form.cleaned_data.get("scope", "one")))
        return redirect("daybook:calendar")
    context = {
        "form": form, "title": _("Cancel “%(title)s”?") % {"title": meeting}, "save_label": _("Cancel it"),
        "intro": _("It lies in the bin for thirty days, and can be brought back from there."), "cancel_url": meeting.get_absolute_url(),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def _way_back(gone: Meeting, scope: str) -> str:
    if scope == "one" or gone.deleted_at is None:
        return reverse("records:restore", args=["meeting", gone.pk])
    return reverse("records:restore-together", args=["meeting", int(gone.deleted_at.timestamp() * 1_000_000)])
