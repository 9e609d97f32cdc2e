"""What customers need and how they rate us, for other programs: the same acts and queries as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from mutua.customers.actions.add_need import add_need
from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.actions.rate_value import rate_value
from mutua.customers.details import DETAILS
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.needs import closed_needs_of, needs_of, ratings_of
from mutua.foundation.access import needs
from mutua.foundation.api.doors import seen, tagged, version_wanted

router = Router()
MOST = 200


class NeedIn(Schema, extra="forbid"):
    """importance, satisfaction: 1 to 5; satisfaction null where nobody knows."""

    words: str
    importance: int
    satisfaction: int | None = None
    satisfied_by: str = ""
    origin: str = ""
    noted_on: date | None = None


class NeedChange(Schema, extra="forbid"):
    """Only what is sent is changed. closed_on: when it is met, or no longer wanted."""

    words: str = ""
    importance: int = 3
    satisfaction: int | None = None
    satisfied_by: str = ""
    origin: str = ""
    closed_on: date | None = None


class NeedOut(NeedIn, extra="ignore"):
    id: int
    version: int
    account_id: int | None
    closed_on: date | None
    updated_at: datetime


class RatingIn(Schema, extra="forbid"):
    """ours, next_best: their rating of us and of the next best supplier, 1 to 10."""

    component: Literal["product", "service", "price", "communication"]
    ours: int
    next_best: int | None = None
    next_best_name: str = ""
    rated_on: date | None = None
    origin: str = ""


class RatingOut(RatingIn, extra="ignore"):
    id: int
    version: int
    account_id: int


@router.get("/accounts/{int:account_id}/needs", response=list[NeedOut], summary="What an account needs, the most important first")
@needs("customers.account.view")
def list_needs(request: HttpRequest, account_id: int, closed: bool = False) -> Any:
    """closed: those that are met or no longer wanted, the newest first. At most 200."""
    account = account_for(request.actor, account_id)
    return closed_needs_of(request.actor, account, MOST) if closed else list(needs_of(request.actor, account)[:MOST])


@router.post("/accounts/{int:account_id}/needs", response={201: NeedOut}, summary="Write down what an account needs")
@needs("customers.account.edit")
def post_need(request: HttpRequest, response: HttpResponse, account_id: int, sent: NeedIn) -> Any:
    return Status(201, tagged(response, add_need(request.actor, account_for(request.actor, account_id), **sent.dict())))


@router.patch("/needs/{int:need_id}", response=NeedOut, summary="Change a need, or close it")
@needs("customers.account.edit")
def change_need(request: HttpRequest, response: HttpResponse, need_id: int, sent: NeedChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, edit_detail(request.actor, need_id, DETAILS["need"], version=version_wanted(request), **values))


@router.get("/accounts/{int:account_id}/ratings", response=list[RatingOut], summary="How an account rates us, the newest first")
@needs("customers.account.view")
def list_ratings(request: HttpRequest, account_id: int) -> Any:
    """At most 200."""
    return ratings_of(request.actor, account_for(request.actor, account_id), MOST)


@router.post("/accounts/{int:account_id}/ratings", response={201: RatingOut}, summary="Write down how an account rates us")
@needs("customers.account.edit")
def post_rating(request: HttpRequest, response: HttpResponse, account_id: int, sent: RatingIn) -> Any:
    return Status(201, tagged(response, rate_value(request.actor, account_for(request.actor, account_id), **sent.dict())))
