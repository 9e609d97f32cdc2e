"""Segments: the list, one segment, and the editor of its predicate."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.backoffice.worth_panels import FEWEST
from mutua.foundation.access import NotAllowed, needs
from mutua.foundation.filters import FilterError
from mutua.foundation.lists import list_page
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.create_segment import create_segment
from mutua.strategy.actions.delete_segment import delete_segment
from mutua.strategy.actions.edit_segment import edit_segment
from mutua.strategy.editing import Editing, editing, posted_rule
from mutua.strategy.forms import SegmentForm
from mutua.strategy.lists import says, segment_list
from mutua.strategy.models import Segment
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.overlaps import overlaps
from mutua.strategy.queries.segment_worth import worth_of_segments, worths_behind
from mutua.strategy.queries.segments import members_now, moves, preview, segment_for, strategies_of

SHOWN, PAGE = 30, 100


@require_http_methods(["GET", "POST"])
@needs("strategy.segment.view")
def segments(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, segment_list())


@require_GET
@needs("strategy.segment.view")
def overlap(request: HttpRequest) -> HttpResponse:
    return render(request, "strategy/segments/overlap.html", {"found": overlaps(request.actor)})


@require_GET
@needs("strategy.segment.view")
def segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    record = segment_for(request.actor, segment_id)
    members = members_now(request.actor, record)
    context = {
        "segment": record, "members": members[:SHOWN], "count": members.count(), "says": says(request.actor, record),
        "worth": worth_of_segments(request.actor, [record]).get(record.pk, []), "fewest": FEWEST,
        "moves": moves(request.actor, record), "concealed": is_concealed(request.actor, record),
    }  # fmt: skip
    return render(request, "strategy/segments/record.html", {**context, "strategies": strategies_of(request.actor, record)})


@require_GET
@needs("strategy.segment.view")
def segment_worth(request: HttpRequest, segment_id: int, currency: str) -> HttpResponse:
    """The rows under what a segment is worth in one currency; page: the number of the page, from 1."""
    record = segment_for(request.actor, segment_id)
    rows = worths_behind(request.actor, record, currency)
    page, found = paged(request, rows)
    told = next((one for one in worth_of_segments(request.actor, [record]).get(record.pk, []) if one.currency == currency), None)
    context = {"segment": record, "currency": currency, "page": page, "rows": found[:PAGE], "more": len(found) > PAGE, "worth": told}
    return render(request, "strategy/segments/worth.html", {**context, "fewest": FEWEST})


def paged(request: HttpRequest, rows: Any) -> tuple[int, list[Any]]:
    """The number of the page, and its rows with one more where another page follows."""
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    return page, list(rows[(page - 1) * PAGE : page * PAGE + 1])


@require_http_methods(["GET", "POST"])
@needs("strategy.segment.edit")
def segment_new(request: HttpRequest) -> HttpResponseBase:
    kind = request.GET.get("kind", Segment.PartyKind.ACCOUNT)
    kind = kind if kind in Segment.PartyKind.values else Segment.PartyKind.ACCOUNT
    return _edit(request, Segment(party_kind=kind), partial(create_segment, request.actor, party_kind=kind), _("New segment"))


@require_http_methods(["GET", "POST"])
@needs("strategy.segment.edit")
def segment_edit(request: HttpRequest, segment_id: int) -> HttpResponseBase:
    record = segment_for(request.actor, segment_id)
    if is_concealed(request.actor, record):
        raise NotAllowed("strategy.segment.edit")
    return _edit(request, record, partial(edit_segment, request.actor, record.pk), record.name)


@require_POST
@needs("strategy.segment.edit")
def segment_delete(request: HttpRequest, segment_id: int) -> HttpResponse:
    gone = delete_segment(request.actor, segment_id, version=version_sent(request))
    toast(request, _("%(name)s is in the bin.") % {"name": gone}, undo=reverse("records:restore", args=["segment", gone.pk]))
    return redirect("strategy:segments")


def _edit(request: HttpRequest, record: Segment, act: Any, title: str) -> HttpResponseBase:
    """The predicate is edited in the address, one press at a time, and saved with the form."""
    try:
        state = editing(request.actor, request.GET, record.party_kind, record.predicate)
    except (FilterError, LookupError) as problem:
        sentence = str(problem) if isinstance(problem, FilterError) else _("There is no such part of the predicate. Go back and try again.")
        return render(request, "400.html", {"sentence": sentence}, status=400)
    if "editor" in request.GET:
        return render(request, "lists/_editor.html", state.adding())
    if state.changed:
        return redirect(f"{request.path}?{state.address(record.party_kind)}")
    return _form_page(request, record, act, title, state)


def _form_page(request: HttpRequest, record: Segment, act: Any, title: str, state: Editing) -> HttpResponse:
    form = SegmentForm(request.actor, request.POST or None, instance=record)
    if request.method == "POST" and (saved := form.carried_out(partial(act, predicate=posted_rule(request)))):
        toast(request, _("%(name)s was saved; who belongs to it is being counted.") % {"name": saved})
        return redirect(saved)
    cancel = record.get_absolute_url() if record.pk else reverse("strategy:segments")
    context = {
        "form": form,
        "title": title,
        "segment": record,
        "state": state,
        "cancel_url": cancel,
        "kinds": Segment.PartyKind.choices,
        "preview": preview(request.actor, record.party_kind, state.tree),
    }
    return render(request, "strategy/segments/edit.html", {**context, **state.adding()}, status=422 if form.errors else 200)
