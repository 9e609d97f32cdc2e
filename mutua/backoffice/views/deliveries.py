"""Deliveries: what was promised, what came, how late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mutua.backoffice.lists import DELIVERIES
from mutua.backoffice.queries import shipment_for
from mutua.backoffice.queries.lines import lines_of_shipment
from mutua.foundation.access import needs
from mutua.foundation.lists import list_page


@require_http_methods(["GET", "POST"])
@needs("backoffice.shipment.view")
def deliveries(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, DELIVERIES)


@require_GET
@needs("backoffice.shipment.view")
def shipment(request: HttpRequest, shipment_id: int) -> HttpResponse:
    shipment = shipment_for(request.actor, shipment_id)
    return render(
        request, "backoffice/deliveries/shipment.html", {"shipment": shipment, "lines": lines_of_shipment(request.actor, shipment)}
    )
