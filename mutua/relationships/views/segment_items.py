"""What is planned for whole segments, and what it comes to at their accounts."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.end_segment_item import end_segment_item
from mutua.relationships.actions.plan_for_segment import plan_for_segment
from mutua.relationships.actions.size_segment_item import size_segment_item
from mutua.relationships.item_forms import SegmentItemForm
from mutua.relationships.queries.segment_items import rolled_up, segment_item_for, segment_items_seen
from mutua.relationships.views.roadmaps import returns_table

MOST = 200


@require_GET
@needs("relationships.roadmap.view")
def segment_items(request: HttpRequest) -> HttpResponse:
    shown = list(segment_items_seen(request.actor).order_by("ended_at", "segment__name", "pk")[:MOST])
    return render(request, "relationships/segment_items/list.html", {"items": shown})


@require_GET
@needs("relationships.roadmap.view")
def segment_item(request: HttpRequest, segment_item_id: int) -> HttpResponse:
    shown = segment_item_for(request.actor, segment_item_id)
    context = {"item": shown, "rolled": rolled_up(request.actor, shown), "returns": returns_table(shown)}
    return render(request, "relationships/segment_items/record.html", context)


@require_http_methods(["GET", "POST"])
@needs("relationships.plan.edit")
def segment_item_new(request: HttpRequest) -> HttpResponse:
    form = SegmentItemForm(request.actor, None, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(plan_for_segment, request.actor))):
        toast(request, _("Planned for every account of %(segment)s.") % {"segment": made.segment.name})
        return redirect(made)
    context = {"form": form, "title": _("Plan an activity for a segment"), "save_label": _("Plan it"), "cancel_url": "/plans/segments/"}
    context["intro"] = _(
        "The figures are those of one account; every account of the segment gets an item with them. What is left empty the catalogue says."
    )
    return render(request, "relationships/roadmaps/figures.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.plan.edit")
def segment_item_size(request: HttpRequest, segment_item_id: int) -> HttpResponse:
    shown = segment_item_for(request.actor, segment_item_id)
    form = SegmentItemForm(request.actor, shown, request.POST or None)
    if request.method == "POST" and form.carried_out(partial(size_segment_item, request.actor, shown.pk)):
        toast(request, _("Saved. What an account has of its own, or has committed, stays."))
        return redirect(shown)
    context = {"form": form, "title": str(shown), "cancel_url": shown.get_absolute_url()}
    return render(request, "relationships/roadmaps/figures.html", context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.plan.edit")
def segment_item_end(request: HttpRequest, segment_item_id: int) -> HttpResponse:
    ended = end_segment_item(request.actor, segment_item_id, version=version_sent(request))
    toast(request, _("Ended. The accounts keep what they have."))
    return redirect(ended)
