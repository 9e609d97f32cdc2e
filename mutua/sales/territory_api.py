"""Territories for other programs: the same actions and queries as the pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation import days
from mutua.foundation.access import Actor, NotFound, find, needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.create_territory import create_territory
from mutua.sales.actions.delete_territory import delete_territory
from mutua.sales.actions.edit_territory import edit_territory
from mutua.sales.actions.join_territory import join_territory
from mutua.sales.actions.leave_territory import leave_territory
from mutua.sales.actions.name_accounts import name_accounts, unname_account
from mutua.sales.models import Territory
from mutua.sales.queries.territories import member_history, territories_of, territories_seen, territory_for

router = Router()
SORTS = ("id", "name", "updated_at")
MOST_NAMED = 200


class TerritoryIn(CustomIn, extra="forbid"):
    """predicate: a filter over accounts; empty: only accounts that are named lie in it."""

    name: str
    parent_id: int | None = None
    predicate: dict[str, Any] = {}
    source: str = ""
    source_key: str = ""


class TerritoryChange(CustomIn, extra="forbid"):
    """Only what is sent is changed."""

    name: str = ""
    parent_id: int | None = None
    predicate: dict[str, Any] = {}


class TerritoryOut(CustomOut):
    id: int
    version: int
    name: str
    parent_id: int | None
    predicate: dict[str, Any]
    source: str
    source_key: str


class TerritoryPage(PageOut):
    items: list[TerritoryOut]


class MemberIn(Schema, extra="forbid"):
    """role: manager or seller. since, until: the first and the last day; empty: from ever, for good."""

    user_id: int
    role: str = "seller"
    since: date | None = None
    until: date | None = None


class MemberOut(Schema):
    id: int
    territory_id: int
    user_id: int
    role: str
    since: date | None
    until: date | None


class LeaveIn(Schema, extra="forbid"):
    """until: the last day; today without it."""

    until: date | None = None


class NamedIn(Schema, extra="forbid"):
    """At most 200 accounts at a time."""

    account_ids: list[int]


class NamedOut(Schema):
    """named: how many lie there by name that did not before."""

    named: int


class PlaceOut(Schema):
    account_id: int
    territory_id: int


@router.get("/territories", response=TerritoryPage, summary="Territories")
@needs("sales.territory.view")
def list_territories(
    request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    page = page_of(
        territories_seen(request.actor), "territory", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=SORTS
    )
    return {"items": page.rows, "next": page.after}


@router.get("/territories/{int:territory_id}", response=TerritoryOut, summary="One territory")
@needs("sales.territory.view")
def get_territory(request: HttpRequest, response: HttpResponse, territory_id: int) -> Any:
    return tagged(response, territory_for(request.actor, territory_id))


@router.post("/territories", response={201: TerritoryOut}, summary="Add a territory")
@needs("sales.territory.edit")
def add_territory(request: HttpRequest, response: HttpResponse, sent: TerritoryIn) -> Any:
    return Status(201, seen(request, response, create_territory(request.actor, **_values(request.actor, sent.dict()))))


@router.patch("/territories/{int:territory_id}", response=TerritoryOut, summary="Change a territory")
@needs("sales.territory.edit")
def change_territory(request: HttpRequest, response: HttpResponse, territory_id: int, sent: TerritoryChange) -> Any:
    values = _values(request.actor, sent.dict(exclude_unset=True))
    return seen(request, response, edit_territory(request.actor, territory_id, version=version_wanted(request), **values))


@router.delete("/territories/{int:territory_id}", response={204: None}, summary="Put a territory into the bin")
@needs("sales.territory.edit")
def remove_territory(request: HttpRequest, territory_id: int) -> Any:
    delete_territory(request.actor, territory_id, version=version_wanted(request))
    return Status(204, None)


@router.get("/territories/{int:territory_id}/members", response=list[MemberOut], summary="Who works in a territory, or did")
@needs("sales.territory.view")
def list_members(request: HttpRequest, territory_id: int) -> Any:
    return member_history(request.actor, territory_for(request.actor, territory_id))


@router.post("/territories/{int:territory_id}/members", response={201: MemberOut}, summary="Let somebody work in a territory")
@needs("sales.territory.edit")
def add_member(request: HttpRequest, territory_id: int, sent: MemberIn) -> Any:
    try:
        user = find(colleagues(), pk=sent.user_id)
    except NotFound:
        raise Refused(_("There is no such colleague. Nothing was saved."), field="user_id") from None
    return Status(201, join_territory(request.actor, territory_id, user=user, **sent.dict(exclude={"user_id"})))


@router.post(
    "/territories/{int:territory_id}/members/{int:member_id}/end", response=MemberOut, summary="Say somebody’s last day in a territory"
)
@needs("sales.territory.edit")
def end_member(request: HttpRequest, territory_id: int, member_id: int, sent: LeaveIn) -> Any:
    return leave_territory(request.actor, territory_id, member_id, until=sent.until or days.today())


@router.post("/territories/{int:territory_id}/accounts", response=NamedOut, summary="Name accounts that lie in a territory")
@needs("sales.territory.edit")
def add_accounts(request: HttpRequest, territory_id: int, sent: NamedIn) -> Any:
    if len(sent.account_ids) > MOST_NAMED:
        raise Refused(_("At most %(n)s accounts at a time. Nothing was saved.") % {"n": MOST_NAMED}, field="account_ids")
    return {"named": name_accounts(request.actor, territory_id, sent.account_ids)}


@router.delete(
    "/territories/{int:territory_id}/accounts/{int:account_id}", response={204: None}, summary="Name an account no longer: the rules decide"
)
@needs("sales.territory.edit")
def remove_account(request: HttpRequest, territory_id: int, account_id: int) -> Any:
    unname_account(request.actor, territory_id, account_id)
    return Status(204, None)


@router.get("/accounts/{int:account_id}/territory", response=list[PlaceOut], summary="The territory in which an account lies: one or none")
@needs("sales.territory.view")
def get_place(request: HttpRequest, account_id: int) -> Any:
    found = territories_of(request.actor, [account_for(request.actor, account_id).pk])
    return [{"account_id": account, "territory_id": territory.pk} for account, territory in found.items()]


def _values(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """As the actions take them: the territory above as a record."""
    if "parent_id" not in values:
        return values
    number = values.pop("parent_id")
    try:
        parent: Territory | None = territory_for(actor, number) if number is not None else None
    except NotFound:
        raise Refused(_("There is no such territory to stand under. Nothing was saved."), field="parent_id") from None
    return {**values, "parent": parent}
