"""Our side of a joint session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mutua.customers.frame import account_frame
from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.close_session import close_session
from mutua.relationships.actions.open_session import open_session
from mutua.relationships.actions.propose import propose
from mutua.relationships.queries.joint_session import session_for, table_of


@require_POST
@needs("relationships.profile.share")
def session_open(request: HttpRequest, account_id: int) -> HttpResponse:
    session = open_session(request.actor, account_id)
    toast(request, _("Open. Their person finds it on their own page."))
    return redirect("relationships:session", session.pk)


@require_GET
@needs("relationships.profile.view")
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    context = _context(request, session_id)
    frame = account_frame(request, context["session"].account_id, tab="profile")
    return render(request, "relationships/sessions/session.html", {**frame, **context})


@require_GET
@needs("relationships.profile.view")
def session_cells(request: HttpRequest, session_id: int) -> HttpResponse:
    """What the page asks for every two seconds: what both have put."""
    return render(request, "relationships/sessions/_cells.html", _context(request, session_id))


@require_POST
@needs("relationships.profile.edit")
def session_put(request: HttpRequest, session_id: int, key: str) -> HttpResponse:
    propose(request.actor, session_id, key, activity_keys=request.POST.getlist("activity"), wish=request.POST.get("wish", ""))
    if request.htmx:
        return render(request, "relationships/sessions/_cells.html", _context(request, session_id))
    return redirect("relationships:session", session_id)


@require_POST
@needs("relationships.profile.share")
def session_close(request: HttpRequest, session_id: int) -> HttpResponse:
    closed = close_session(request.actor, session_id)
    toast(request, _("Closed. What both agreed to is the joint profile."))
    return redirect(closed.profile or closed.account)


def _context(request: HttpRequest, session_id: int) -> dict[str, object]:
    found = session_for(request.actor, session_id)
    return {
        "table": table_of(request.actor, found),
        "session": found,
        "is_open": found.closed_at is None,
        "mine": "us",
        "cells_url": f"/sessions/{found.pk}/cells/",
        "put_url": f"/sessions/{found.pk}/",
    }
