"""What was noted and planned, one by one: read, and corrected."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.daybook.actions.change_series import change_series
from mutua.daybook.actions.edit_interaction import edit_interaction
from mutua.daybook.actions.edit_meeting import edit_meeting
from mutua.daybook.forms import InteractionForm
from mutua.daybook.meeting_forms import MeetingForm
from mutua.daybook.models import Interaction, Meeting
from mutua.daybook.pattern_words import repeats_in_words
from mutua.daybook.queries.daybook import interaction_for, meeting_for, people_at
from mutua.daybook.queries.inferring import likely_touchpoints
from mutua.daybook.series_forms import OneOfASeriesForm
from mutua.foundation.access import may, needs
from mutua.foundation.ui.toasts import toast


@require_GET
@needs("daybook.interaction.view")
def interaction(request: HttpRequest, interaction_id: int) -> HttpResponse:
    record = interaction_for(request.actor, interaction_id)
    context = {
        "record": record,
        "papers": "interaction",
        "people": people_at(request.actor, record),
        "edit_url": reverse("daybook:interaction-edit", args=[record.pk]),
        **_touchpoints(request, record, "daybook:correct"),
    }
    return render(request, "daybook/noted/interaction.html", context)


@require_http_methods(["GET", "POST"])
@needs("daybook.interaction.edit")
def interaction_edit(request: HttpRequest, interaction_id: int) -> HttpResponse:
    record = interaction_for(request.actor, interaction_id)
    form = InteractionForm(request.actor, request.POST or None, instance=record)
    return _edited(
        request, form, partial(edit_interaction, request.actor, record.pk), record.get_absolute_url(), _("Correct what was noted")
    )


@require_GET
@needs("daybook.meeting.view")
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    record = meeting_for(request.actor, meeting_id)
    context = {
        "record": record,
        "papers": "meeting",
        "people": people_at(request.actor, record),
        "edit_url": reverse("daybook:meeting-edit", args=[record.pk]),
        **_touchpoints(request, record, "daybook:correct-meeting"),
        "repeats": repeats_in_words(record.series) if record.series else "",
        **_elsewhere(record),
    }
    return render(request, "daybook/noted/meeting.html", context)


@require_http_methods(["GET", "POST"])
@needs("daybook.meeting.edit")
def meeting_edit(request: HttpRequest, meeting_id: int) -> HttpResponse:
    record = meeting_for(request.actor, meeting_id)
    if record.series_id is not None:
        repeated = OneOfASeriesForm(request.actor, request.POST or None, instance=record)
        return _edited(
            request, repeated, partial(change_series, request.actor, record.pk), record.get_absolute_url(), _("Change the meeting")
        )
    form = MeetingForm(request.actor, request.POST or None, instance=record)
    return _edited(request, form, partial(edit_meeting, request.actor, record.pk), record.get_absolute_url(), _("Change the meeting"))


def _edited(request: HttpRequest, form: Any, act: Any, page: str, title: str) -> HttpResponse:
    if request.method == "POST" and form.carried_out(act):
        toast(request, _("Saved."))
        return redirect(page)
    return render(request, "ui/form_page.html", {"form": form, "title": title, "cancel_url": page}, status=422 if form.errors else 200)


def _touchpoints(request: HttpRequest, record: Interaction | Meeting, name: str) -> dict[str, Any]:
    """The others among which the right one may be, for whoever may say it where nobody has."""
    if not record.touchpoint_inferred or not may(request.actor, f"daybook.{record._meta.model_name}.edit"):  # type: ignore[attr-defined]
        return {}
    return {"touchpoints": likely_touchpoints(request.actor, record), "correct_url": reverse(name, args=[record.pk])}  # type: ignore[attr-defined]


def _elsewhere(record: Meeting) -> dict[str, Any]:
    """The hour where it was planned, for whoever reads it in another time zone."""
    if not record.time_zone or record.time_zone == timezone.get_current_timezone_name():
        return {}
    return {"elsewhere": timezone.make_naive(record.begins_at, ZoneInfo(record.time_zone)), "zone": record.time_zone.replace("_", " ")}
