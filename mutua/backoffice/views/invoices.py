"""Invoices and credit standing, as the back office has them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mutua.backoffice.owing_lists import CREDIT, INVOICES
from mutua.backoffice.queries.owing import invoice_for
from mutua.foundation.access import needs
from mutua.foundation.lists import list_page


@require_http_methods(["GET", "POST"])
@needs("backoffice.invoice.view")
def invoices(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, INVOICES)


@require_GET
@needs("backoffice.invoice.view")
def invoice(request: HttpRequest, invoice_id: int) -> HttpResponse:
    return render(request, "backoffice/invoices/invoice.html", {"invoice": invoice_for(request.actor, invoice_id)})


@require_http_methods(["GET", "POST"])
@needs("backoffice.credit.view")
def credit(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, CREDIT)
