"""The customer's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutua.portals.queries.customers_page import account_name, promised, scorecard
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
    }
    return render(request, "portals/outside/page.html", context)
