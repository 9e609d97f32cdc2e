"""Assets and where orders are, for other programs, to read: the back office is a mirror."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query

from mutua.backoffice.queries.assets import asset_for, assets_seen
from mutua.backoffice.queries.seen import order_for, orders_seen
from mutua.backoffice.queries.whereabouts import whereabouts
from mutua.foundation.access import needs
from mutua.foundation.api.custom import CustomOut
from mutua.foundation.api.doors import PageOut, page_of

router = Router()


class AssetOut(CustomOut):
    """as_built, as_shipped: part and what it is. in_warranty: today."""

    id: int
    serial_number: str
    description: str
    account_id: int | None
    person_id: int | None
    household_id: int | None
    product_id: int | None
    order_id: int | None
    as_built: dict[str, str]
    as_shipped: dict[str, str]
    built_on: date | None
    shipped_on: date | None
    warranty_from: date | None
    warranty_until: date | None
    in_warranty: bool
    as_of: date
    source: str
    source_key: str


class AssetPage(PageOut):
    items: list[AssetOut]


class OrderOut(CustomOut):
    """stage: cancelled, ordered, part_shipped, shipped or delivered. promised_on: the earliest promise that is still open."""

    id: int
    number: str
    account_id: int | None
    person_id: int | None
    household_id: int | None
    placed_on: date | None
    dated_on: date | None
    currency: str
    value: Decimal
    stage: str
    days_late: int
    promised_on: date | None
    source: str
    source_key: str


class OrderPage(PageOut):
    items: list[OrderOut]


@router.get("/assets", response=AssetPage, summary="Assets that you see")
@needs("backoffice.asset.view")
def list_assets(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    sorts = ("id", "shipped_on", "warranty_until")
    page = page_of(
        assets_seen(request.actor), "asset", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=sorts
    )
    return {"items": page.rows, "next": page.after}


@router.get("/assets/{int:asset_id}", response=AssetOut, summary="One asset")
@needs("backoffice.asset.view")
def get_asset(request: HttpRequest, asset_id: int) -> Any:
    return asset_for(request.actor, asset_id)


@router.get("/orders", response=OrderPage, summary="Orders that you see, and where they are")
@needs("backoffice.order.view")
def list_orders(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        orders_seen(request.actor),
        "order",
        actor=request.actor,
        filter=filter,
        sort=sort,
        after=after,
        limit=limit,
        sorts=("id", "dated_on"),
    )
    return {"items": _placed(request, list(page.rows)), "next": page.after}


@router.get("/orders/{int:order_id}", response=OrderOut, summary="One order, and where it is")
@needs("backoffice.order.view")
def get_order(request: HttpRequest, order_id: int) -> Any:
    return _placed(request, [order_for(request.actor, order_id)])[0]


def _placed(request: HttpRequest, orders: list[Any]) -> list[Any]:
    places = whereabouts(request.actor, orders)
    for order in orders:
        where = places[order.pk]
        order.stage, order.days_late, order.promised_on = where.stage, where.days_late, where.promised_on
    return orders
