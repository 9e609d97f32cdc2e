"""The customer's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutua.portals.queries.customers_ledger import ledger_of
from mutua.portals.queries.customers_page import account_name, promised, scorecard
from mutua.portals.queries.customers_profile import open_session, shared_profiles
from mutua.portals.views.opening import by_link


@require_safe
@by_link
def page(request: HttpRequest) -> HttpResponse:
    visitor = request.visitor  # type: ignore[attr-defined]
    context = {
        "visitor": visitor,
        "company": account_name(visitor),
        "scores": scorecard(visitor),
        "promises": promised(visitor),
        "ledger": ledger_of(visitor),
        "profiles": shared_profiles(),
        "session": open_session(),
    }
    return render(request, "portals/outside/page.html", context)
