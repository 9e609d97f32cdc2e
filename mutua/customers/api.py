"""Accounts and people for other programs: the same actions and queries as the pages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.params.functions import Query

from mutua.customers.actions.create_account import create_account
from mutua.customers.actions.create_person import create_person
from mutua.customers.actions.delete_account import delete_account
from mutua.customers.actions.delete_person import delete_person
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.affiliation_api import router as affiliation_router
from mutua.customers.consent_api import router as consent_router
from mutua.customers.household_api import router as household_router
from mutua.customers.need_api import router as need_router
from mutua.customers.queries.accounts import account_for, accounts_seen
from mutua.customers.queries.people import people_seen, person_for
from mutua.foundation.access import needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted

router = Router()
router.add_router("", affiliation_router)
router.add_router("", consent_router)
router.add_router("", household_router)
router.add_router("", need_router)
SORTS = ("id", "sort_key", "updated_at")


class AccountIn(CustomIn, extra="forbid"):
    name: str
    trading_names: list[str] = []
    roles: list[str] = ["customer"]
    industry: str = ""
    country: str = ""
    currency: str = "USD"
    tier: int | None = None
    spend_per_year: Decimal | None = None
    category_spend: Decimal | None = None
    website: str = ""
    note: str = ""
    tags: list[str] = []


class AccountChange(AccountIn):
    """Only what is sent is changed."""

    name: str = ""


class AccountOut(AccountIn, CustomOut, extra="ignore"):
    id: int
    version: int
    parent_id: int | None
    owner_id: int | None
    source: str
    source_key: str
    created_at: datetime
    updated_at: datetime


class AccountPage(PageOut):
    items: list[AccountOut]


class PersonIn(CustomIn, extra="forbid"):
    given_name: str = ""
    family_name: str = ""
    languages: list[str] = []
    time_zone: str = ""
    note: str = ""
    tags: list[str] = []


class PersonOut(PersonIn, CustomOut, extra="ignore"):
    id: int
    version: int
    owner_id: int | None
    source: str
    source_key: str
    created_at: datetime
    updated_at: datetime


class PersonPage(PageOut):
    items: list[PersonOut]


@router.get("/accounts", response=AccountPage, summary="Accounts that you see")
@needs("customers.account.view")
def list_accounts(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        accounts_seen(request.actor), "account", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=SORTS
    )
    return {"items": page.rows, "next": page.after}


@router.get("/accounts/{int:account_id}", response=AccountOut, summary="One account")
@needs("customers.account.view")
def get_account(request: HttpRequest, response: HttpResponse, account_id: int) -> Any:
    return tagged(response, account_for(request.actor, account_id))


@router.post("/accounts", response={201: AccountOut}, summary="Add an account")
@needs("customers.account.create")
def add_account(request: HttpRequest, response: HttpResponse, sent: AccountIn) -> Any:
    return Status(201, seen(request, response, create_account(request.actor, **sent.dict())))


@router.patch("/accounts/{int:account_id}", response=AccountOut, summary="Change an account")
@needs("customers.account.edit")
def change_account(request: HttpRequest, response: HttpResponse, account_id: int, sent: AccountChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, edit_account(request.actor, account_id, version=version_wanted(request), **values))


@router.delete("/accounts/{int:account_id}", response={204: None}, summary="Put an account into the bin")
@needs("customers.account.delete")
def remove_account(request: HttpRequest, account_id: int) -> Any:
    delete_account(request.actor, account_id, version=version_wanted(request))
    return Status(204, None)


@router.get("/people", response=PersonPage, summary="People that you see")
@needs("customers.person.view")
def list_people(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        people_seen(request.actor), "person", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=SORTS
    )
    return {"items": page.rows, "next": page.after}


@router.get("/people/{int:person_id}", response=PersonOut, summary="One person")
@needs("customers.person.view")
def get_person(request: HttpRequest, response: HttpResponse, person_id: int) -> Any:
    return tagged(response, person_for(request.actor, person_id))


@router.post("/people", response={201: PersonOut}, summary="Add a person")
@needs("customers.person.create")
def add_person(request: HttpRequest, response: HttpResponse, sent: PersonIn) -> Any:
    return Status(201, seen(request, response, create_person(request.actor, **sent.dict())))


@router.patch("/people/{int:person_id}", response=PersonOut, summary="Change a person")
@needs("customers.person.edit")
def change_person(request: HttpRequest, response: HttpResponse, person_id: int, sent: PersonIn) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, edit_person(request.actor, person_id, version=version_wanted(request), **values))


@router.delete("/people/{int:person_id}", response={204: None}, summary="Put a person into the bin")
@needs("customers.person.delete")
def remove_person(request: HttpRequest, person_id: int) -> Any:
    delete_person(request.actor, person_id, version=version_wanted(request))
    return Status(204, None)
