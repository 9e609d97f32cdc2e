"""Households for other programs: the same acts and queries as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.params.functions import Query

from mutua.customers.actions.create_household import create_household
from mutua.customers.actions.delete_household import delete_household
from mutua.customers.actions.edit_household import edit_household
from mutua.customers.actions.join_household import join_household
from mutua.customers.queries.households import household_for, households_seen, members_of
from mutua.foundation.access import needs
from mutua.foundation.access.hidden import without_hidden_values
from mutua.foundation.api.custom import CustomIn, CustomOut, told_of_custom
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted

router = Router()
SORTS = ("id", "sort_key", "updated_at")


class HouseholdIn(CustomIn, extra="forbid"):
    name: str
    address: str = ""
    note: str = ""


class HouseholdChange(HouseholdIn):
    """Only what is sent is changed."""

    name: str = ""


class HouseholdOut(HouseholdIn, CustomOut, extra="ignore"):
    id: int
    version: int
    owner_id: int | None
    source: str
    source_key: str
    created_at: datetime
    updated_at: datetime


class HouseholdPage(PageOut):
    items: list[HouseholdOut]


class MemberIn(CustomIn, extra="forbid"):
    person_id: int
    role: Literal["adult", "partner", "child", "parent", "other"] = "adult"
    since: date | None = None
    until: date | None = None


class MemberOut(MemberIn, CustomOut, extra="ignore"):
    id: int
    version: int


@router.get("/households", response=HouseholdPage, summary="Households that you see")
@needs("customers.person.view")
def list_households(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        households_seen(request.actor), "household", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=SORTS
    )
    return {"items": page.rows, "next": page.after}


@router.get("/households/{int:household_id}", response=HouseholdOut, summary="One household")
@needs("customers.person.view")
def get_household(request: HttpRequest, response: HttpResponse, household_id: int) -> Any:
    return tagged(response, household_for(request.actor, household_id))


@router.post("/households", response={201: HouseholdOut}, summary="Add a household")
@needs("customers.person.create")
def add_household(request: HttpRequest, response: HttpResponse, sent: HouseholdIn) -> Any:
    return Status(201, seen(request, response, create_household(request.actor, **sent.dict())))


@router.patch("/households/{int:household_id}", response=HouseholdOut, summary="Change a household")
@needs("customers.person.edit")
def change_household(request: HttpRequest, response: HttpResponse, household_id: int, sent: HouseholdChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, edit_household(request.actor, household_id, version=version_wanted(request), **values))


@router.delete("/households/{int:household_id}", response={204: None}, summary="Put a household into the bin")
@needs("customers.person.delete")
def remove_household(request: HttpRequest, household_id: int) -> Any:
    delete_household(request.actor, household_id, version=version_wanted(request))
    return Status(204, None)


@router.get("/households/{int:household_id}/members", response=list[MemberOut], summary="Who belongs to a household, at most 200")
@needs("customers.person.view")
def list_members(request: HttpRequest, household_id: int) -> Any:
    members = list(members_of(request.actor, household_for(request.actor, household_id)))
    told_of_custom(members, request.actor)
    return members


@router.post("/households/{int:household_id}/members", response={201: MemberOut}, summary="Add a person to a household")
@needs("customers.person.edit")
def add_member(request: HttpRequest, household_id: int, sent: MemberIn) -> Any:
    values = sent.dict(exclude={"person_id"})
    made = join_household(request.actor, household_id, person=sent.person_id, **values)
    return Status(201, without_hidden_values(request.actor, made))
