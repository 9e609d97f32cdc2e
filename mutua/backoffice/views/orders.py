"""Orders, as the back office has them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutua.backoffice.queries import order_for, shipments_seen
from mutua.backoffice.queries.lines import lines_of_order
from mutua.foundation import days
from mutua.foundation.access import needs


@require_GET
@needs("backoffice.order.view")
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    order = order_for(request.actor, order_id)
    shipments = list(shipments_seen(request.actor).filter(order=order).order_by("promised_on", "pk"))
    context = {"order": order, "lines": lines_of_order(request.actor, order), "shipments": shipments, "today": days.today()}
    return render(request, "backoffice/orders/order.html", context)
