"""Where an account and we meet: all of them, those of one account as a map, and one in detail."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.frame import account_frame
from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.foundation.lists import list_page
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.edit_touchpoint import edit_touchpoint
from mutua.relationships.actions.label_touchpoint import label_touchpoint
from mutua.relationships.actions.note_blockage import note_blockage
from mutua.relationships.actions.open_touchpoint import open_touchpoint
from mutua.relationships.drawing import scatter, touchpoint_map, traffic
from mutua.relationships.forms import BlockageForm, EngagementForm, LabelForm, StakesForm
from mutua.relationships.lists import TOUCHPOINTS
from mutua.relationships.models.labels import TYPES
from mutua.relationships.queries.catalogue import catalogue
from mutua.relationships.queries.details import touchpoint_page
from mutua.relationships.queries.map_people import people_behind
from mutua.relationships.queries.touchpoints import meetings, meetings_of, touchpoint_for, touchpoints_seen

IN_THE_PICTURE = 300  # dots that a scatter can hold and an eye can read


@require_http_methods(["GET", "POST"])
@needs("relationships.touchpoint.view")
def overview(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, TOUCHPOINTS, template="relationships/touchpoints/overview.html")


@require_GET
@needs("relationships.touchpoint.view")
def two_axes(request: HttpRequest) -> HttpResponse:
    """Type across, performance up: the picture in which neither stands for the other."""
    seen = touchpoints_seen(request.actor).select_related("account", "touchpoint").order_by("-occasions_per_year", "pk")
    shown = meetings(request.actor, seen[:IN_THE_PICTURE])
    by_name = sorted(shown, key=lambda meeting: (meeting.at.account.sort_key, meeting.entry.touchpoint.position))
    context = {"dots": scatter(shown), "types": TYPES, "count": len(shown), "rows": by_name}
    return render(request, "relationships/touchpoints/two_axes.html", context)


@require_GET
@needs("relationships.touchpoint.view")
def account_touchpoints(request: HttpRequest, account_id: int) -> HttpResponse:
    frame = account_frame(request, account_id, tab="touchpoints")
    shown = meetings_of(request.actor, account_id)
    known = catalogue(request.actor)
    if request.GET.get("as") == "csv":
        return _csv(frame["account"].name, shown)
    standing = {meeting.at.touchpoint_id for meeting in shown}
    closed = [entry.touchpoint for number, entry in known.items() if number not in standing]
    context = {
        **frame,
        "meetings": shown,
        "map": touchpoint_map(shown),
        "people": people_behind(request.actor, frame["account"], shown),
        "dots": scatter(shown),
        "types": TYPES,
        "closed": closed,
        "contacts": sum(traffic(meeting) for meeting in shown),
        "with_sales": sum(meeting.entry.touchpoint.involves_sales for meeting in shown),
        "look": request.GET.get("as", "map"),
    }
    return render(request, "relationships/touchpoints/account.html", context)


@require_GET
@needs("relationships.touchpoint.view")
def touchpoint(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    page = touchpoint_page(request.actor, account_id, key)
    forms = {
        "label_form": LabelForm(
            initial={"label": page.meeting.at.label, "reason": page.meeting.at.label_reason, "version": page.meeting.at.version}
        ),
        "engagement_form": EngagementForm(page.meeting.entry, {e.activity.key for e in page.meeting.engagements}),
        "blockage_form": BlockageForm(),
    }
    context = {**account_frame(request, account_id, tab="touchpoints"), "page": page, "meeting": page.meeting, "types": TYPES, **forms}
    return render(request, "relationships/touchpoints/touchpoint.html", context)


@require_POST
@needs("relationships.touchpoint.edit")
def touchpoint_open(request: HttpRequest, account_id: int) -> HttpResponse:
    at = open_touchpoint(request.actor, account_id, request.POST.get("key", ""))
    toast(request, _("%(touchpoint)s is open. Say what is practised there.") % {"touchpoint": at.touchpoint.name})
    return redirect(at)


@require_http_methods(["GET", "POST"])
@needs("relationships.touchpoint.edit")
def touchpoint_edit(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    at = touchpoint_for(request.actor, account_id, key)
    form = StakesForm(request.actor, at, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(edit_touchpoint, request.actor, account_id, key)):
        toast(request, _("Saved."))
        return redirect(at)
    context = {"form": form, "title": at, "cancel_url": at.get_absolute_url(), "two_columns": True}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.touchpoint.edit")
def touchpoint_label(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    at = touchpoint_for(request.actor, account_id, key)
    form = LabelForm(request.POST or None, initial={"label": at.label, "reason": at.label_reason, "version": at.version})
    if request.method == "POST" and form.carried_out(partial(label_touchpoint, request.actor, account_id, key)):
        toast(request, _("The label is written. What is derived from the activities stays as it is."))
        return redirect(at)
    title = _("A type by hand: %(touchpoint)s") % {"touchpoint": at}
    context = {"form": form, "title": title, "cancel_url": at.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.touchpoint.edit")
def blockage_new(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    at = touchpoint_for(request.actor, account_id, key)
    form = BlockageForm(request.POST or None)
    if request.method == "POST" and form.carried_out(partial(note_blockage, request.actor, account_id, key)):
        toast(request, _("Noted."))
        return redirect(at)
    context = {"form": form, "title": _("What stands in the way: %(touchpoint)s") % {"touchpoint": at}, "cancel_url": at.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def _csv(name: str, shown: list) -> HttpResponse:  # type: ignore[type-arg]
    columns = [
        _("Touchpoint"),
        _("Our departments"),
        _("Their departments"),
        _("Type"),
        _("Measure"),
        _("Good"),
        _("Of"),
        _("By proxy"),
        _("Contacts a year"),
    ]
    rows = (
        [
            meeting.entry.touchpoint.name,
            ", ".join(meeting.our_names),
            ", ".join(meeting.their_names),
            meeting.derived.type or "",
            meeting.performance.measure.name if meeting.performance else "",
            float(meeting.performance.good) if meeting.performance else "",
            float(meeting.performance.of) if meeting.performance else "",
            meeting.performance.measure.proxy_name if meeting.performance and meeting.performance.measure.is_proxy else "",
            traffic(meeting),
        ]
        for meeting in shown
    )
    return csv_response(f"{name} touchpoints", columns, rows)  # type: ignore[return-value]
