"""Leads for other programs: the same acts and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.catalog.models import Offering, Product
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import person_for
from mutua.foundation.access import Actor, NotFound, find, needs, visible_to
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.answer_criterion import answer_criterion
from mutua.sales.actions.assign_lead import assign_lead
from mutua.sales.actions.convert_lead import Deal, convert_lead
from mutua.sales.actions.create_lead import create_lead
from mutua.sales.actions.disqualify_lead import disqualify_lead
from mutua.sales.actions.edit_lead import edit_lead
from mutua.sales.actions.qualify_lead import qualify_lead
from mutua.sales.actions.take_up_lead import take_up_lead
from mutua.sales.actions.undo_conversion import undo_conversion
from mutua.sales.queries.fitting import fit_of
from mutua.sales.queries.leads import lead_for, leads_seen
from mutua.strategy.queries.criteria import criterion_for

router = Router()
SORTS = ("id", "arrived_at", "updated_at")


class LeadIn(CustomIn, extra="forbid"):
    """At least one of organisation, given_name, family_name, mail and phone."""

    organisation: str = ""
    given_name: str = ""
    family_name: str = ""
    job_title: str = ""
    mail: str = ""
    phone: str = ""
    website: str = ""
    industry: str = ""
    country: str = ""
    employees: int | None = None
    amount: Decimal | None = None
    currency: str | None = None
    offering_id: int | None = None
    message: str = ""
    came_by: str = ""
    tags: list[str] = []


class LeadChange(LeadIn, extra="forbid"):
    """Only what is sent is changed."""


class AnswerIn(Schema, extra="forbid"):
    """evidence: what shows it; needed for yes and no."""

    criterion_id: int
    answer: Literal["yes", "no", "unknown"]
    evidence: str = ""


class DisqualifyIn(Schema, extra="forbid"):
    """One of the two: the criterion that it does not fulfil, or the reason in words."""

    reason: str = ""
    criterion_id: int | None = None


class LeadOut(CustomOut):
    id: int
    version: int
    organisation: str
    given_name: str
    family_name: str
    job_title: str
    mail: str
    phone: str
    website: str
    industry: str
    country: str
    employees: int | None
    amount: Decimal | None
    currency: str
    offering_id: int | None
    message: str
    came_by: str
    owner_id: int | None
    told_assignment: str
    state: str
    strategy_id: int | None
    strategy_inferred: bool
    arrived_at: datetime
    judged_at: datetime | None
    disqualified_reason: str
    failed_id: int | None
    tags: list[str]
    source: str
    source_key: str
    updated_at: datetime


class LeadPage(PageOut):
    items: list[LeadOut]


class DealIn(Schema, extra="forbid"):
    """amount null: the list price of the product."""

    name: str = ""
    product_id: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    expected_on: date | None = None


class ConvertIn(Schema, extra="forbid"):
    """account_id, person_id: those that it is already; null: new ones. deal null: none is opened."""

    account_id: int | None = None
    person_id: int | None = None
    with_person: bool = True
    deal: DealIn | None = None


class ConversionOut(Schema):
    """kept: what an undo left, for somebody had worked on it since."""

    id: int
    lead_id: int
    account_id: int | None
    person_id: int | None
    opportunity_id: int | None
    at: datetime
    undone_at: datetime | None
    kept: list[str]


class FitLineOut(Schema):
    """by_itself: what is known of the lead answers."""

    criterion_id: int
    aspect: str
    question: str
    must: bool
    answer: str
    by_itself: bool
    evidence: str
    by: str
    at: datetime | None


class FitOut(Schema):
    """segment: whether it would belong to whom the strategy serves; missing: what would have to be known to say so."""

    strategy_id: int | None
    standing: str
    segment: str
    missing: list[str]
    lines: list[FitLineOut]


@router.get("/leads", response=LeadPage, summary="Leads that you see")
@needs("sales.lead.view")
def list_leads(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    rows = leads_seen(request.actor)
    page = page_of(rows, "lead", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=SORTS)
    return {"items": page.rows, "next": page.after}


@router.get("/leads/{int:lead_id}", response=LeadOut, summary="One lead")
@needs("sales.lead.view")
def get_lead(request: HttpRequest, response: HttpResponse, lead_id: int) -> Any:
    return tagged(response, lead_for(request.actor, lead_id))


@router.get("/leads/{int:lead_id}/fit", response=FitOut, summary="How a lead stands with its strategy")
@needs("sales.lead.view")
def get_fit(request: HttpRequest, lead_id: int) -> Any:
    fit = fit_of(request.actor, lead_for(request.actor, lead_id))
    named = fit.strategy.pk if fit.strategy else None
    return {"strategy_id": named, "standing": fit.standing, "segment": fit.segment, "missing": fit.missing, "lines": fit.lines}


@router.post("/leads", response={201: LeadOut}, summary="Note a lead")
@needs("sales.lead.create")
def add_lead(request: HttpRequest, response: HttpResponse, sent: LeadIn) -> Any:
    values = _values(request.actor, sent.dict())
    return Status(201, seen(request, response, create_lead(request.actor, **values)))


@router.patch("/leads/{int:lead_id}", response=LeadOut, summary="Change a lead")
@needs("sales.lead.edit")
def change_lead(request: HttpRequest, response: HttpResponse, lead_id: int, sent: LeadChange) -> Any:
    values = _values(request.actor, sent.dict(exclude_unset=True))
    return seen(request, response, edit_lead(request.actor, lead_id, version=version_wanted(request), **values))


@router.post("/leads/{int:lead_id}/take-up", response=LeadOut, summary="Work on a lead, or again on one that was judged")
@needs("sales.lead.edit")
def take_up(request: HttpRequest, response: HttpResponse, lead_id: int) -> Any:
    return seen(request, response, take_up_lead(request.actor, lead_id, version=version_wanted(request)))


@router.post("/leads/{int:lead_id}/assign", response=LeadOut, summary="Give a lead to whoever's turn it is")
@needs("sales.lead.assign")
def assign(request: HttpRequest, response: HttpResponse, lead_id: int) -> Any:
    return seen(request, response, assign_lead(request.actor, lead_id, version=version_wanted(request)))


@router.post("/leads/{int:lead_id}/answers", response=FitOut, summary="Answer what its strategy asks of a lead")
@needs("sales.lead.edit")
def answer(request: HttpRequest, lead_id: int, sent: AnswerIn) -> Any:
    answer_criterion(request.actor, lead_id, **sent.dict())
    return get_fit(request, lead_id)


@router.post("/leads/{int:lead_id}/qualify", response=LeadOut, summary="Qualify a lead")
@needs("sales.lead.qualify")
def qualify(request: HttpRequest, response: HttpResponse, lead_id: int) -> Any:
    return seen(request, response, qualify_lead(request.actor, lead_id, version=version_wanted(request)))


@router.post("/leads/{int:lead_id}/disqualify", response=LeadOut, summary="Disqualify a lead")
@needs("sales.lead.qualify")
def disqualify(request: HttpRequest, response: HttpResponse, lead_id: int, sent: DisqualifyIn) -> Any:
    failed = criterion_for(request.actor, sent.criterion_id) if sent.criterion_id is not None else None
    lead = disqualify_lead(request.actor, lead_id, version=version_wanted(request), reason=sent.reason, failed=failed)
    return seen(request, response, lead)


@router.post("/leads/{int:lead_id}/convert", response=ConversionOut, summary="Make an account, a person and a deal of a qualified lead")
@needs("sales.lead.convert")
def convert(request: HttpRequest, lead_id: int, sent: ConvertIn) -> Any:
    actor = request.actor
    account = account_for(actor, sent.account_id) if sent.account_id is not None else None
    person = person_for(actor, sent.person_id) if sent.person_id is not None else None
    product = find(visible_to(actor, Product.objects.all()), pk=sent.deal.product_id) if sent.deal and sent.deal.product_id else None
    deal = Deal(**sent.deal.dict(exclude={"product_id"}), product=product) if sent.deal else None
    return convert_lead(
        actor, lead_id, version=version_wanted(request), account=account, person=person, with_person=sent.with_person, deal=deal
    )


@router.post("/leads/{int:lead_id}/undo-conversion", response=ConversionOut, summary="Take a conversion back")
@needs("sales.lead.convert")
def undo(request: HttpRequest, lead_id: int) -> Any:
    return undo_conversion(request.actor, lead_id, version=version_wanted(request))


@router.delete("/leads/{int:lead_id}", response={204: None}, summary="Put a lead into the bin")
@needs("sales.lead.delete")
def remove_lead(request: HttpRequest, lead_id: int) -> Any:
    soft_delete(request.actor, lead_for(request.actor, lead_id), version_wanted(request))
    return Status(204, None)


def _values(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """With the offering behind its number, as far as the actor sees it."""
    if sent.get("currency", "") is None:
        del sent["currency"]
    number = sent.pop("offering_id", ...)
    if number is ...:
        return sent
    try:
        return {**sent, "offering": find(visible_to(actor, Offering.objects.all()), pk=number) if number is not None else None}
    except NotFound:
        raise Refused(_("There is no such offering. Nothing was saved."), field="offering_id") from None
