"""The catalogue of touchpoints, to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import needs
from mutua.relationships.models.labels import DIMENSIONS, TYPES
from mutua.relationships.queries.catalogue import catalogue, entry_of, touchpoint_named


@require_GET
@needs("relationships.catalogue.view")
def touchpoints(request: HttpRequest) -> HttpResponse:
    return render(request, "relationships/catalogue/touchpoints.html", {"entries": catalogue(request.actor).values()})


@require_GET
@needs("relationships.catalogue.view")
def touchpoint(request: HttpRequest, key: str) -> HttpResponse:
    entry = entry_of(request.actor, touchpoint_named(request.actor, key))
    groups = [(kind, label, [a for a in entry.activities if a.type == kind]) for kind, label in TYPES]
    names = {activity.key: activity.name for activity in entry.activities}
    context = {"entry": entry, "groups": groups, "dimensions": dict(DIMENSIONS), "names": names}
    return render(request, "relationships/catalogue/touchpoint.html", context)
