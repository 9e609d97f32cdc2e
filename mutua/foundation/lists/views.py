from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mutua.foundation.access import signed_in
from mutua.foundation.lists.saved import bring_back


@require_POST
@signed_in
def bring_view_back(request: HttpRequest, view_id: int) -> HttpResponse:
    """Undo of throwing a view away: only its owner finds it."""
    bring_back(request.actor, view_id)  # type: ignore[attr-defined]
    return redirect(request.headers.get("Referer", "/") if _from_here(request) else "/")


def _from_here(request: HttpRequest) -> bool:
    return request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/")
