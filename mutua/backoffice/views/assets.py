"""Assets, as the back office has them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mutua.backoffice.asset_list import ASSETS
from mutua.backoffice.queries.assets import asset_for
from mutua.backoffice.rules.configuration import compared
from mutua.foundation.access import needs
from mutua.foundation.lists import list_page


@require_http_methods(["GET", "POST"])
@needs("backoffice.asset.view")
def assets(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, ASSETS)


@require_GET
@needs("backoffice.asset.view")
def asset(request: HttpRequest, asset_id: int) -> HttpResponse:
    found = asset_for(request.actor, asset_id)
    parts = compared(found.as_built, found.as_shipped)
    context = {"asset": found, "parts": parts, "changed": sum(part.differs for part in parts)}
    return render(request, "backoffice/assets/asset.html", context)
