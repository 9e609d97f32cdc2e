"""Deals for other programs: the same actions and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.catalog.models import Product
from mutua.customers.models import Account
from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation.access import Actor, NotFound, find, needs, visible_to
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.advance_opportunity import advance_opportunity
from mutua.sales.actions.create_opportunity import create_opportunity
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.actions.lose_opportunity import lose_opportunity
from mutua.sales.actions.win_opportunity import win_opportunity
from mutua.sales.forecast_api import router as forecast_router
from mutua.sales.lead_api import router as lead_router
from mutua.sales.models import Stage
from mutua.sales.queries.opportunities import opportunities_seen, opportunity_for
from mutua.sales.report_api import router as report_router
from mutua.sales.territory_api import router as territory_router

router = Router()
router.add_router("", territory_router)
router.add_router("", lead_router)
router.add_router("", forecast_router)
router.add_router("", report_router)
SORTS = ("id", "amount", "engaged_on", "closed_on", "updated_at")


class OpportunityIn(CustomIn, extra="forbid"):
    account_id: int
    product_id: int | None = None
    name: str = ""
    amount: Decimal | None = None
    currency: str = "USD"
    engaged_on: date | None = None
    expected_on: date | None = None
    tags: list[str] = []


class OpportunityChange(CustomIn, extra="forbid"):
    """Only what is sent is changed."""

    name: str = ""
    amount: Decimal = Decimal(0)
    currency: str = ""
    engaged_on: date | None = None
    expected_on: date | None = None
    tags: list[str] = []


class MoveIn(Schema, extra="forbid"):
    stage_id: int


class WinIn(Schema, extra="forbid"):
    closed_on: date
    amount: Decimal | None = None


class LoseIn(Schema, extra="forbid"):
    closed_on: date
    reason: str


class OpportunityOut(CustomOut):
    id: int
    version: int
    name: str
    account_id: int
    product_id: int | None
    owner_id: int | None
    stage_id: int
    amount: Decimal
    amount_is_list_price: bool
    currency: str
    engaged_on: date | None
    closed_on: date | None
    expected_on: date | None
    strategy_id: int | None
    strategy_inferred: bool
    lost_reason: str
    forecast_category: str
    forecast_reason: str
    tags: list[str]
    source: str
    source_key: str
    updated_at: datetime


class OpportunityPage(PageOut):
    items: list[OpportunityOut]


@router.get("/opportunities", response=OpportunityPage, summary="Deals that you see")
@needs("sales.opportunity.view")
def list_opportunities(
    request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    page = page_of(
        opportunities_seen(request.actor),
        "opportunity",
        actor=request.actor,
        filter=filter,
        sort=sort,
        after=after,
        limit=limit,
        sorts=SORTS,
    )
    return {"items": page.rows, "next": page.after}


@router.get("/opportunities/{int:opportunity_id}", response=OpportunityOut, summary="One deal")
@needs("sales.opportunity.view")
def get_opportunity(request: HttpRequest, response: HttpResponse, opportunity_id: int) -> Any:
    return tagged(response, opportunity_for(request.actor, opportunity_id))


@router.post("/opportunities", response={201: OpportunityOut}, summary="Open a deal")
@needs("sales.opportunity.create")
def add_opportunity(request: HttpRequest, response: HttpResponse, sent: OpportunityIn) -> Any:
    values = sent.dict(exclude={"account_id", "product_id"})
    account, product = _named(request.actor, sent)
    return Status(201, seen(request, response, create_opportunity(request.actor, account=account, product=product, **values)))


@router.patch("/opportunities/{int:opportunity_id}", response=OpportunityOut, summary="Change a deal")
@needs("sales.opportunity.edit")
def change_opportunity(request: HttpRequest, response: HttpResponse, opportunity_id: int, sent: OpportunityChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, edit_opportunity(request.actor, opportunity_id, version=version_wanted(request), **values))


@router.post("/opportunities/{int:opportunity_id}/move", response=OpportunityOut, summary="Move a deal to another open stage")
@needs("sales.opportunity.edit")
def move_opportunity(request: HttpRequest, response: HttpResponse, opportunity_id: int, sent: MoveIn) -> Any:
    stage = find(visible_to(request.actor, Stage.objects.select_related("pipeline")), pk=sent.stage_id)
    return seen(request, response, advance_opportunity(request.actor, opportunity_id, version=version_wanted(request), to=stage))


@router.post("/opportunities/{int:opportunity_id}/win", response=OpportunityOut, summary="Win a deal")
@needs("sales.opportunity.win")
def win(request: HttpRequest, response: HttpResponse, opportunity_id: int, sent: WinIn) -> Any:
    return seen(request, response, win_opportunity(request.actor, opportunity_id, version=version_wanted(request), **sent.dict()))


@router.post("/opportunities/{int:opportunity_id}/lose", response=OpportunityOut, summary="Lose a deal")
@needs("sales.opportunity.lose")
def lose(request: HttpRequest, response: HttpResponse, opportunity_id: int, sent: LoseIn) -> Any:
    return seen(request, response, lose_opportunity(request.actor, opportunity_id, version=version_wanted(request), **sent.dict()))


@router.delete("/opportunities/{int:opportunity_id}", response={204: None}, summary="Put a deal into the bin")
@needs("sales.opportunity.delete")
def remove_opportunity(request: HttpRequest, opportunity_id: int) -> Any:
    soft_delete(request.actor, opportunity_for(request.actor, opportunity_id), version_wanted(request))
    return Status(204, None)


def _named(actor: Actor, sent: OpportunityIn) -> tuple[Account, Product | None]:
    """The records behind the numbers, as far as the actor sees them."""
    try:
        account = find(accounts_seen(actor), pk=sent.account_id)
    except NotFound:
        raise Refused(_("There is no such account, or it is not yours to see. Nothing was saved."), field="account_id") from None
    if sent.product_id is None:
        return account, None
    try:
        return account, find(visible_to(actor, Product.objects.all()), pk=sent.product_id)
    except NotFound:
        raise Refused(_("There is no such product. Nothing was saved."), field="product_id") from None
