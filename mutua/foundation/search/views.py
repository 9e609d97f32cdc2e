from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.foundation.access import signed_in
from mutua.foundation.search.finding import find_everything

LONGEST = 200


@require_GET
@signed_in
def palette(request: HttpRequest) -> HttpResponse:
    """The groups of hits as a fragment: each provider shows only what this actor may see."""
    typed = request.GET.get("q", "")[:LONGEST].replace("\x00", "")
    groups = find_everything(request.actor, typed)  # type: ignore[attr-defined]
    return render(request, "search/_hits.html", {"groups": groups, "typed": typed.strip()})
