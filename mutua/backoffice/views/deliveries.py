"""Deliveries: what was promised, what came, how late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.backoffice.queries import shipment_for
from mutua.backoffice.queries.lines import lines_of_shipment
from mutua.backoffice.rules.lateness import days_late, is_overdue
from mutua.foundation import days
from mutua.foundation.access import needs


@require_GET
@needs("backoffice.shipment.view")
def shipment(request: HttpRequest, shipment_id: int) -> HttpResponse:
    shipment = shipment_for(request.actor, shipment_id)
    today = days.today()
    context = {
        "shipment": shipment,
        "lines": lines_of_shipment(request.actor, shipment),
        "late": days_late(shipment.promised_on, shipment.delivered_on, today),
        "overdue": is_overdue(shipment.promised_on, shipment.delivered_on, today),
    }
    return render(request, "backoffice/deliveries/shipment.html", context)
