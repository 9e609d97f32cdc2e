"""Orders, as the back office has them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mutua.backoffice.lists import ORDERS
from mutua.backoffice.queries import deliveries_seen, order_for
from mutua.backoffice.queries.lines import lines_of_order
from mutua.backoffice.queries.whereabouts import whereabouts
from mutua.foundation.access import needs
from mutua.foundation.lists import list_page


@require_http_methods(["GET", "POST"])
@needs("backoffice.order.view")
def orders(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, ORDERS)


@require_GET
@needs("backoffice.order.view")
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    order = order_for(request.actor, order_id)
    shipments = list(deliveries_seen(request.actor).filter(order=order).order_by("promised_on", "pk"))
    order.where = whereabouts(request.actor, [order])[order.pk]  # type: ignore[attr-defined]
    context = {"order": order, "lines": lines_of_order(request.actor, order), "shipments": shipments}
    return render(request, "backoffice/orders/order.html", context)
