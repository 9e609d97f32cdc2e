"""Who works where and who knows whom, for other programs: the same acts and queries as the pages."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.details import DETAILS
from mutua.customers.models import Department
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.acquaintance import Acquaintance, who_knows, who_knows_whom
from mutua.customers.queries.people import affiliation_for, affiliations_at, affiliations_of, departments_of, person_for
from mutua.foundation.access import Actor, find, needs
from mutua.foundation.api.custom import CustomIn, CustomOut, told_of_custom
from mutua.foundation.api.doors import PageOut, seen, tagged, version_wanted
from mutua.foundation.lists.paging import Page, read_page

router = Router()
BuyingRole = Literal["", "decides", "buys", "influences", "uses", "guards", "champions"]


class AffiliationIn(CustomIn, extra="forbid"):
    """department_id: a department of the account."""

    person_id: int
    department_id: int | None = None
    job_title: str = ""
    buying_role: BuyingRole = ""
    since: date | None = None
    until: date | None = None


class AffiliationChange(CustomIn, extra="forbid"):
    """Only what is sent is changed. Who moves to another account ends here and begins there."""

    department_id: int | None = None
    job_title: str = ""
    buying_role: BuyingRole = ""
    since: date | None = None
    until: date | None = None


class AffiliationOut(AffiliationIn, CustomOut, extra="ignore"):
    id: int
    version: int
    account_id: int


class AffiliationPage(PageOut):
    items: list[AffiliationOut]


class AcquaintanceOut(Schema):
    """One of ours and one of theirs. last: the day of the newest contact; contacts: by source, how many in the last year; responsible:
    looks after an account where the person works. There is no score."""

    user_id: int
    user: str
    person_id: int
    person: str
    last: date | None
    contacts: dict[str, int]
    in_year: int
    responsible: bool

    @staticmethod
    def resolve_user_id(one: Acquaintance) -> int:
        return int(one.user.pk)

    @staticmethod
    def resolve_user(one: Acquaintance) -> str:
        return str(one.user.name)

    @staticmethod
    def resolve_person_id(one: Acquaintance) -> int:
        return int(one.person.pk)

    @staticmethod
    def resolve_person(one: Acquaintance) -> str:
        return str(one.person.name)

    @staticmethod
    def resolve_contacts(one: Acquaintance) -> dict[str, int]:
        return one.counts


@router.get("/accounts/{int:account_id}/affiliations", response=AffiliationPage, summary="Who works and worked for an account")
@needs("customers.person.view")
def list_of_account(request: HttpRequest, account_id: int, after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    rows = affiliations_at(request.actor, account_for(request.actor, account_id))
    return _told(request.actor, read_page(rows, "pk", down=False, size=limit, after=after, named="id"))


@router.get("/people/{int:person_id}/affiliations", response=AffiliationPage, summary="Where a person works and worked")
@needs("customers.person.view")
def list_of_person(request: HttpRequest, person_id: int, after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    rows = affiliations_of(request.actor, person_for(request.actor, person_id))
    return _told(request.actor, read_page(rows, "pk", down=False, size=limit, after=after, named="id"))


def _told(actor: Actor, page: Page) -> dict[str, Any]:
    told_of_custom(page.rows, actor)
    return {"items": page.rows, "next": page.after}


@router.get("/affiliations/{int:affiliation_id}", response=AffiliationOut, summary="One affiliation")
@needs("customers.person.view")
def get_affiliation(request: HttpRequest, response: HttpResponse, affiliation_id: int) -> Any:
    found = affiliation_for(request.actor, affiliation_id)
    told_of_custom([found], request.actor)
    return tagged(response, found)


@router.post("/accounts/{int:account_id}/affiliations", response={201: AffiliationOut}, summary="Note that a person works for an account")
@needs("customers.person.edit")
def add_affiliation(request: HttpRequest, response: HttpResponse, account_id: int, sent: AffiliationIn) -> Any:
    values = sent.dict(exclude={"person_id", "department_id"})
    department = _department(request.actor, account_id, sent.department_id)
    made = affiliate_person(request.actor, sent.person_id, account_id=account_id, department=department, **values)
    return Status(201, seen(request, response, made))


@router.patch("/affiliations/{int:affiliation_id}", response=AffiliationOut, summary="Change or end an affiliation")
@needs("customers.person.edit")
def change_affiliation(request: HttpRequest, response: HttpResponse, affiliation_id: int, sent: AffiliationChange) -> Any:
    values = sent.dict(exclude_unset=True)
    if "department_id" in values:
        stands = affiliation_for(request.actor, affiliation_id)
        values["department"] = _department(request.actor, stands.account_id, values.pop("department_id"))
    detail = DETAILS["affiliation"]
    return seen(request, response, edit_detail(request.actor, affiliation_id, detail, version=version_wanted(request), **values))


def _department(actor: Actor, account_id: int, number: int | None) -> Department | None:
    """A department of this account. Raises NotFound."""
    return find(departments_of(actor, account_for(actor, account_id)), pk=number) if number is not None else None


@router.get("/accounts/{int:account_id}/acquaintances", response=list[AcquaintanceOut], summary="Who of ours knows whom at an account")
@needs("customers.person.view")
def knows_whom(request: HttpRequest, account_id: int) -> Any:
    """The newest contact first, at most 60: of the people who work there now and of contacts that you see."""
    return who_knows_whom(request.actor, account_for(request.actor, account_id))


@router.get("/people/{int:person_id}/acquaintances", response=list[AcquaintanceOut], summary="Who of ours knows a person")
@needs("customers.person.view")
def knows(request: HttpRequest, person_id: int) -> Any:
    return who_knows(request.actor, person_for(request.actor, person_id))
