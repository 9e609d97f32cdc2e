"""Shipments, invoices and credit standing for other programs, to read: the back office is a mirror."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query

from mutua.backoffice.asset_api import router as asset_router
from mutua.backoffice.queries.owing import invoice_for, invoices_seen, standings_seen
from mutua.backoffice.queries.seen import shipment_for, shipments_seen
from mutua.foundation.access import needs
from mutua.foundation.api.custom import CustomOut
from mutua.foundation.api.doors import PageOut, page_of

router = Router()
router.add_router("", asset_router)
SORTS = ("id", "promised_on", "delivered_on")


class ShipmentOut(CustomOut):
    id: int
    number: str
    account_id: int
    supplier_id: int | None
    mode: str
    promised_on: date
    shipped_on: date | None
    delivered_on: date | None
    recorded_on: date | None
    quantity_ordered: Decimal
    quantity_delivered: Decimal | None
    value: Decimal | None
    freight: Decimal | None
    weight_kg: Decimal | None
    currency: str
    source: str
    source_key: str


class ShipmentPage(PageOut):
    items: list[ShipmentOut]


@router.get("/shipments", response=ShipmentPage, summary="Shipments that you see")
@needs("backoffice.shipment.view")
def list_shipments(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        shipments_seen(request.actor), "shipment", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=SORTS
    )
    return {"items": page.rows, "next": page.after}


@router.get("/shipments/{int:shipment_id}", response=ShipmentOut, summary="One shipment")
@needs("backoffice.shipment.view")
def get_shipment(request: HttpRequest, shipment_id: int) -> Any:
    return shipment_for(request.actor, shipment_id)


class InvoiceOut(CustomOut):
    id: int
    number: str
    account_id: int | None
    person_id: int | None
    household_id: int | None
    order_id: int | None
    invoiced_on: date
    due_on: date | None
    currency: str
    value: Decimal
    open_amount: Decimal
    days_overdue: int
    as_of: date
    source: str
    source_key: str


class InvoicePage(PageOut):
    items: list[InvoiceOut]


class CreditOut(CustomOut):
    id: int
    account_id: int | None
    person_id: int | None
    household_id: int | None
    currency: str
    credit_limit: Decimal | None
    exposure: Decimal
    days_overdue: int
    as_of: date
    source: str
    source_key: str


class CreditPage(PageOut):
    items: list[CreditOut]


@router.get("/invoices", response=InvoicePage, summary="Invoices that you see")
@needs("backoffice.invoice.view")
def list_invoices(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    sorts = ("id", "invoiced_on", "due_on")
    page = page_of(
        invoices_seen(request.actor), "invoice", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=sorts
    )
    return {"items": page.rows, "next": page.after}


@router.get("/invoices/{int:invoice_id}", response=InvoiceOut, summary="One invoice")
@needs("backoffice.invoice.view")
def get_invoice(request: HttpRequest, invoice_id: int) -> Any:
    return invoice_for(request.actor, invoice_id)


@router.get("/credit-standings", response=CreditPage, summary="Credit standing of the customers that you see")
@needs("backoffice.credit.view")
def list_credit(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        standings_seen(request.actor),
        "credit_standing",
        actor=request.actor,
        filter=filter,
        sort=sort,
        after=after,
        limit=limit,
        sorts=("id", "exposure"),
    )
    return {"items": page.rows, "next": page.after}
