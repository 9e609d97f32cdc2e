"""One panel by itself: when it comes late, and when it is tried again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mutua.foundation.access import NotFound, require, signed_in
from mutua.foundation.panels.registry import find_panel, slot_finder
from mutua.foundation.panels.rendering import render_panel


@require_GET
@signed_in
def one_panel(request: HttpRequest, slot: str, record_id: int, key: str) -> HttpResponse:
    """The slot's own `find` decides whether this actor sees the record, the panel's permission whether it sees the panel."""
    panel, finder = find_panel(slot, key), slot_finder(slot)
    if panel is None or finder is None:
        raise NotFound()
    record = finder(request.actor, record_id)  # type: ignore[attr-defined]
    require(request.actor, panel.needs, record)  # type: ignore[attr-defined]
    return HttpResponse(render_panel(request, panel, record))
