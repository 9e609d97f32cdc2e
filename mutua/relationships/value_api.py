"""The value ledger for other programs. There is no operation that signs: only the customer does, on its own page."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.relationships.actions.change_value import change_value
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.queries.ledger_page import answers_to, ledger_page
from mutua.relationships.queries.values import entries_seen, entry_for

router = Router()
Side = Literal["us", "customer", "partner"]
Component = Literal["product", "service", "price", "communication"]
FIELDS = ("side", "component", "kind", "amount", "currency", "period", "evidence", "item_id")


class ValueIn(Schema, extra="forbid"):
    """amount: negative for what the side gives. period: any day of the quarter. item_id: the roadmap item that it comes of."""

    side: Side
    component: Component
    kind: Literal["expected", "claimed"] = "expected"
    amount: Decimal
    currency: str
    period: date
    evidence: str = ""
    item_id: int | None = None


class ValueChange(Schema, extra="forbid"):
    """Only what is sent is changed. Of what the customer has answered, a change makes the next edition, which has another number; item_id alone does not."""

    side: Side = "us"
    component: Component = "product"
    kind: Literal["expected", "claimed"] = "claimed"
    amount: Decimal = Decimal(0)
    currency: str = ""
    period: date = date(2000, 1, 1)
    evidence: str = ""
    item_id: int | None = None


class ValueOut(Schema):
    """kind: expected, claimed, verified or disputed. is_current: no later edition took its place. objected_before: it took the place of one that was disputed,
    and counts only once it is verified.
    """

    id: int
    version: int
    account_id: int
    item_id: int | None
    side: str
    component: str
    kind: str
    amount: Decimal
    currency: str
    period: date
    evidence: str
    edition: int
    replaces_id: int | None
    is_current: bool
    objected_before: bool
    signed_by: str


class ValuePage(PageOut):
    items: list[ValueOut]


class AnswerOut(Schema):
    """What a person of the customer signed or objected to. digest: SHA-256 of words."""

    answer: str
    signer: str
    at: datetime
    entry_ids: list[int]
    reason: str
    words: str
    digest: str


class WorthOut(Schema):
    """Present values at `rate` a year. transfer: from us, so many times, each `every`, that brings the customer to zero; null where it gains."""

    us: Decimal
    customer: Decimal
    partner: Decimal
    joint: Decimal
    rate: float
    no_customer_benefit: bool
    transfer: Decimal | None
    times: int | None
    every: str | None


@router.get(
    "/accounts/{int:account_id}/value-entries", response=ValuePage, summary="The value ledger of an account, the newest quarter first"
)
@needs("relationships.value.view")
def list_value_entries(
    request: HttpRequest,
    account_id: int,
    current: bool | None = None,
    sort: str = "-period",
    after: str = "",
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """current: only those that stand, or only those of which a later edition took the place."""
    rows = entries_seen(request.actor).filter(account=account_for(request.actor, account_id))
    rows = rows if current is None else rows.filter(is_current=current)
    page = page_of(rows, "", actor=request.actor, filter="", sort=sort, after=after, limit=limit, sorts=("id", "period", "updated_at"))
    return {"items": page.rows, "next": page.after}


@router.post("/accounts/{int:account_id}/value-entries", response={201: ValueOut}, summary="Enter a value")
@needs("relationships.value.edit")
def add_value_entry(request: HttpRequest, response: HttpResponse, account_id: int, sent: ValueIn) -> Any:
    return Status(201, tagged(response, enter_value(request.actor, account_id, **sent.dict())))


@router.patch("/value-entries/{int:entry_id}", response=ValueOut, summary="Change a value, or make its next edition")
@needs("relationships.value.edit")
def change_value_entry(request: HttpRequest, response: HttpResponse, entry_id: int, sent: ValueChange) -> Any:
    entry = entry_for(request.actor, entry_id)
    now = {name: getattr(entry, name) for name in FIELDS}
    if entry.kind not in ("expected", "claimed"):
        now["kind"] = "claimed"
    changed = change_value(request.actor, entry_id, version=version_wanted(request), **{**now, **sent.dict(exclude_unset=True)})
    return seen(request, response, changed)


@router.get("/accounts/{int:account_id}/value-answers", response=list[AnswerOut], summary="What the customer signed or objected to")
@needs("relationships.value.view")
def list_value_answers(request: HttpRequest, account_id: int) -> Any:
    return answers_to(request.actor, account_for(request.actor, account_id).pk)


@router.get("/accounts/{int:account_id}/value-worth", response=WorthOut | None, summary="What the ledger is worth to each side")
@needs("relationships.value.view")
def value_worth(request: HttpRequest, account_id: int, rate: float = Query(0.1, ge=0, le=1)) -> Any:
    worth = ledger_page(request.actor, account_for(request.actor, account_id), rate=rate).worth
    if worth is None:
        return None
    value, transfer = worth.value, worth.transfer
    return {
        "us": value.us,
        "customer": value.customer,
        "partner": value.partner,
        "joint": value.joint,
        "rate": worth.rate,
        "no_customer_benefit": worth.no_customer_benefit,
        "transfer": transfer.amount if transfer else None,
        "times": transfer.times if transfer else None,
        "every": transfer.every if transfer else None,
    }
