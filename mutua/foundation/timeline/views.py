"""Older entries of a timeline, fetched when somebody asks for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import needs
from mutua.foundation.timeline.reading import entries_for
from mutua.foundation.timeline.subjects import subject_for


@require_GET
@needs("timeline.entry.view")
def older(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    subject_for(request.actor, kind, subject_id)
    touchpoint = request.GET.get("touchpoint") or None
    page = entries_for(request.actor, kind, subject_id, before=request.GET.get("before"), touchpoint=touchpoint)
    template = "timeline/_entries.html" if request.headers.get("HX-Request") else "timeline/older.html"
    return render(request, template, {"page": page, "touchpoint": touchpoint})
