"""The catalogue of touchpoints, to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import needs
from mutua.relationships.models.labels import DIMENSIONS, TYPES
from mutua.relationships.queries.catalogue import entry_of, whole_catalogue
from mutua.relationships.queries.catalogue_edits import retired_activities, retired_touchpoints, touchpoint_in_catalogue
from mutua.relationships.queries.catalogue_versions import versions_seen


@require_GET
@needs("relationships.catalogue.view")
def touchpoints(request: HttpRequest) -> HttpResponse:
    context = {
        "entries": whole_catalogue(request.actor),
        "retired": retired_touchpoints(request.actor),
        "newest": versions_seen(request.actor).first(),
    }
    return render(request, "relationships/catalogue/touchpoints.html", context)


@require_GET
@needs("relationships.catalogue.view")
def touchpoint(request: HttpRequest, key: str) -> HttpResponse:
    entry = entry_of(request.actor, touchpoint_in_catalogue(request.actor, key))
    groups = [(kind, label, [a for a in entry.activities if a.type == kind]) for kind, label in TYPES]
    names = {activity.key: activity.name for activity in entry.activities}
    retired = retired_activities(request.actor, entry.touchpoint)
    context = {"entry": entry, "groups": groups, "dimensions": dict(DIMENSIONS), "names": names, "retired": retired}
    return render(request, "relationships/catalogue/touchpoint.html", context)
