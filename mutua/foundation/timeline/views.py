"""The timeline of one record by itself: narrowed by the address, and page by page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import needs
from mutua.foundation.filters import FilterError
from mutua.foundation.timeline.narrowing import Narrowing
from mutua.foundation.timeline.reading import entries_for
from mutua.foundation.timeline.subjects import people_of, subject_for


@require_GET
@needs("timeline.entry.view")
def older(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """The page; for htmx that asks for what is older, only its lines."""
    record, problem = subject_for(request.actor, kind, subject_id), ""
    try:
        narrowing = Narrowing.read(request.GET, kind)
    except FilterError as error:
        narrowing, problem = Narrowing(), str(error)
    if narrowing.person is not None:
        subject_for(request.actor, "person", narrowing.person)
    page = entries_for(request.actor, kind, subject_id, before=request.GET.get("before"), narrowing=narrowing)
    if request.headers.get("HX-Request") and not problem:
        return render(request, "timeline/_entries.html", {"page": page})
    context = {
        "page": page,
        "record": record,
        "record_url": record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
        "people": people_of(request.actor, kind, record),
        "problem": problem,
        "older": bool(request.GET.get("before")),
    }
    return render(request, "timeline/older.html", context, status=400 if problem else 200)
