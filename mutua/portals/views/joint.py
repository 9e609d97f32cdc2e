"""The customer's side of a joint session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mutua.foundation.access import NotFound
from mutua.portals.actions.propose_for_customer import propose_for_customer
from mutua.portals.queries.customers_page import account_name
from mutua.portals.queries.customers_profile import session_numbered, table_of_session, touchpoint_number
from mutua.portals.views.opening import by_link


@require_safe
@by_link
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    visitor = request.visitor  # type: ignore[attr-defined]
    context = _context(request, session_id) | {"visitor": visitor, "company": account_name(visitor)}
    return render(request, "portals/outside/session.html", context)


@require_safe
@by_link
def cells(request: HttpRequest, session_id: int) -> HttpResponse:
    """What the page asks for every two seconds: what both have put."""
    return render(request, "relationships/sessions/_cells.html", _context(request, session_id))


@require_POST
@by_link
def put(request: HttpRequest, session_id: int, key: str) -> HttpResponse:
    found = session_numbered(session_id)
    row = next((row for row in table_of_session(found.id).rows if row.key == key), None)
    if row is None:
        raise NotFound
    propose_for_customer(
        request.visitor,  # type: ignore[attr-defined]
        found.id,
        row,
        touchpoint_number(key),
        activity_keys=request.POST.getlist("activity"),
        wish=request.POST.get("wish", ""),
    )
    if request.headers.get("HX-Request"):
        return render(request, "relationships/sessions/_cells.html", _context(request, session_id))
    return HttpResponseRedirect(f"/session/{found.id}/")


def _context(request: HttpRequest, session_id: int) -> dict[str, object]:
    found = session_numbered(session_id)
    return {
        "table": table_of_session(found.id),
        "session": found,
        "is_open": found.is_open,
        "mine": "customer",
        "cells_url": f"/session/{found.id}/cells/",
        "put_url": f"/session/{found.id}/",
    }
