"""Touchpoints and roadmaps for other programs: the same actions and queries as the pages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.customers.models import Department, Person
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor, find, needs, visible_to
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.relationships.actions.add_items import add_items as add_these
from mutua.relationships.actions.approve_item import approve_item
from mutua.relationships.actions.begin_item import begin_item
from mutua.relationships.actions.edit_touchpoint import edit_touchpoint_numbered
from mutua.relationships.actions.finish_item import finish_item
from mutua.relationships.actions.lower_gate import lower_gate
from mutua.relationships.actions.override_gate import override_gate
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.actions.stop_item import stop_item
from mutua.relationships.actions.take_item_back import take_item_back
from mutua.relationships.approval_api import router as approval_router
from mutua.relationships.catalogue_api import router as catalogue_router
from mutua.relationships.evaluation_api import router as evaluation_router
from mutua.relationships.measure_api import router as measures
from mutua.relationships.plan_api import router as plan_router
from mutua.relationships.practice_api import router as practice_router
from mutua.relationships.profile_api import router as profile_router
from mutua.relationships.queries.catalogue import catalogue
from mutua.relationships.queries.roadmaps import item_for, items_seen
from mutua.relationships.queries.touchpoints import touchpoints_seen
from mutua.relationships.segment_item_api import router as segment_item_router
from mutua.relationships.session_api import router as session_router
from mutua.relationships.standing_api import router as standing_router
from mutua.relationships.value_api import router as value_router
from mutua.strategy.models import GenericStrategy, Lever

router = Router()
router.add_router("", plan_router)
router.add_router("", approval_router)
router.add_router("", evaluation_router)
router.add_router("", catalogue_router)
router.add_router("", measures)
router.add_router("", profile_router)
router.add_router("", value_router)
router.add_router("", practice_router)
router.add_router("", session_router)
router.add_router("", segment_item_router)
router.add_router("", standing_router)


class TouchpointOut(Schema):
    """A touchpoint of the catalogue."""

    key: str
    name: str


class AccountTouchpointChange(CustomIn, extra="forbid"):
    """Only what is sent is changed. occasions_per_year, value_each: null where they are counted. Shares lie between 0 and 1.

    our_department_ids, their_department_ids: all that meet there; none: those of the catalogue.
    """

    owner_id: int | None = None
    our_person_id: int | None = None
    their_person_id: int | None = None
    our_department_ids: list[int] = []
    their_department_ids: list[int] = []
    occasions_per_year: int | None = None
    value_each: Decimal | None = None
    lost_share: Decimal = Decimal("0.20")
    margin_share: Decimal = Decimal("0.25")
    charge_back_share: Decimal = Decimal("0.03")


class AccountTouchpointOut(CustomOut):
    id: int
    version: int
    account_id: int
    touchpoint_id: int
    owner_id: int | None
    our_person_id: int | None
    their_person_id: int | None
    occasions_per_year: int | None
    value_each: Decimal | None
    lost_share: Decimal | None
    margin_share: Decimal | None
    charge_back_share: Decimal | None
    updated_at: datetime


class AccountTouchpointPage(PageOut):
    items: list[AccountTouchpointOut]


class RoadmapItemChange(CustomIn, extra="forbid"):
    """Only what is sent is changed. Amounts: one for each quarter, the first being the one in which the item starts.

    returns: side ("us", "them") → component ("sales", "margin", "cost") → estimate ("low", "likely", "high") → amounts. Net return is
    margin and savings of cost. gate: raised here; see lower-gate. needs: readiness dimension → least level, which only who may override asks
    less of. return_us and its like are those totals; whoever sends them instead has not split them.
    """

    title: str = ""
    lasts: int = 1
    not_before: int = 1
    investment_us: list[Decimal] = []
    investment_them: list[Decimal] = []
    returns: dict[str, dict[str, dict[str, list[Decimal]]]] = {}
    return_us: list[Decimal] = []
    return_them: list[Decimal] = []
    return_low: Decimal | None = None
    return_high: Decimal | None = None
    hours: dict[str, list[Decimal]] = {}
    needs: dict[str, Decimal] = {}
    gate: Decimal = Decimal(1)
    owner_id: int | None = None
    strategy_id: int | None = None
    lever_id: int | None = None


class RoadmapItemIn(RoadmapItemChange):
    """activity: its key in the catalogue, which says whatever is left out."""

    account_id: int
    activity: str


class OverrideIn(Schema, extra="forbid"):
    """accepts_loss: that the expected loss is known, which is written down with the name for ever."""

    reason: str
    accepts_loss: bool


class LowerGateIn(OverrideIn, extra="forbid"):
    gate: Decimal


class RoadmapItemsIn(Schema, extra="forbid"):
    """At most 200, all or none."""

    items: list[RoadmapItemIn]


class RoadmapItemOut(RoadmapItemChange, CustomOut, extra="ignore"):
    id: int
    version: int
    account_id: int
    activity_id: int
    currency: str
    state: str
    updated_at: datetime


class RoadmapItemPage(PageOut):
    items: list[RoadmapItemOut]


@router.get("/touchpoints", response=list[TouchpointOut], summary="The catalogue of touchpoints")
@needs("relationships.catalogue.view")
def list_touchpoints(request: HttpRequest) -> Any:
    return [entry.touchpoint for entry in catalogue(request.actor).values()]


@router.get("/account-touchpoints", response=AccountTouchpointPage, summary="Touchpoints of accounts that you see")
@needs("relationships.touchpoint.view")
def list_account_touchpoints(
    request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    page = page_of(
        touchpoints_seen(request.actor),
        "account_touchpoint",
        actor=request.actor,
        filter=filter,
        sort=sort,
        after=after,
        limit=limit,
        sorts=("id", "updated_at"),
    )
    return {"items": page.rows, "next": page.after}


@router.patch(
    "/account-touchpoints/{int:touchpoint_id}",
    response=AccountTouchpointOut,
    summary="Change who meets at a touchpoint, or what is at stake",
)
@needs("relationships.touchpoint.edit")
def change_account_touchpoint(request: HttpRequest, response: HttpResponse, touchpoint_id: int, sent: AccountTouchpointChange) -> Any:
    values = _who_meets(request.actor, sent.dict(exclude_unset=True))
    return seen(request, response, edit_touchpoint_numbered(request.actor, touchpoint_id, version=version_wanted(request), **values))


def _who_meets(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """Records instead of their numbers. Raises NotFound for one that the actor does not see."""
    rows = {"owner": colleagues(), "our_person": colleagues(), "their_person": visible_to(actor, Person.objects.all())}
    for name, those in rows.items():
        if f"{name}_id" in values:
            number = values.pop(f"{name}_id")
            values[name] = None if number is None else find(those, pk=number)
    for name in ("our_departments", "their_departments"):
        if (numbers := values.pop(f"{name[:-1]}_ids", None)) is not None:
            departments = visible_to(actor, Department.objects.all())
            values[name] = [find(departments, pk=number) for number in numbers]
    return values


@router.get("/roadmap-items", response=RoadmapItemPage, summary="Roadmap items that you see")
@needs("relationships.roadmap.view")
def list_items(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        items_seen(request.actor),
        "roadmap_item",
        actor=request.actor,
        filter=filter,
        sort=sort,
        after=after,
        limit=limit,
        sorts=("id", "updated_at"),
    )
    return {"items": page.rows, "next": page.after}


@router.post("/roadmap-items", response={201: list[RoadmapItemOut]}, summary="Put activities on the roadmaps of accounts, many at a time")
@needs("relationships.roadmap.edit")
def add_many_items(request: HttpRequest, sent: RoadmapItemsIn) -> Any:
    return Status(201, add_these(request.actor, [figures_sent(request.actor, one) for one in sent.items]))


@router.get("/roadmap-items/{int:item_id}", response=RoadmapItemOut, summary="One roadmap item")
@needs("relationships.roadmap.view")
def get_item(request: HttpRequest, response: HttpResponse, item_id: int) -> Any:
    return tagged(response, item_for(request.actor, item_id))


@router.post("/accounts/{int:account_id}/roadmap-items", response={201: list[RoadmapItemOut]}, summary="Make items from the account's gap")
@needs("relationships.roadmap.edit")
def add_items(request: HttpRequest, account_id: int) -> Any:
    return Status(201, plan_from_gap(request.actor, account_id))


@router.patch("/roadmap-items/{int:item_id}", response=RoadmapItemOut, summary="Size a roadmap item")
@needs("relationships.roadmap.edit")
def change_item(request: HttpRequest, response: HttpResponse, item_id: int, sent: RoadmapItemChange) -> Any:
    values = figures_sent(request.actor, sent)
    return seen(request, response, size_item(request.actor, item_id, version=version_wanted(request), **values))


def figures_sent(actor: Actor, sent: RoadmapItemChange) -> dict[str, Any]:
    """What the action takes: records instead of their numbers. Raises NotFound for one that the actor does not see."""
    values = sent.dict(exclude_unset=True)
    for name, model in (("strategy", GenericStrategy), ("lever", Lever)):
        if f"{name}_id" in values:
            number = values.pop(f"{name}_id")
            values[name] = None if number is None else find(visible_to(actor, model.objects.all()), pk=number)
    if "owner_id" in values:
        number = values.pop("owner_id")
        values["owner"] = None if number is None else find(colleagues(), pk=number)
    if "needs" in values:
        values["needs"] = {dimension: float(level) for dimension, level in values["needs"].items()}
    return values


@router.post("/roadmap-items/{int:item_id}/approve", response=RoadmapItemOut, summary="Let a roadmap item through its gate")
@needs("relationships.roadmap.edit")
def approve(request: HttpRequest, response: HttpResponse, item_id: int) -> Any:
    return seen(request, response, approve_item(request.actor, item_id, version=version_wanted(request)))


@router.post("/roadmap-items/{int:item_id}/override", response=RoadmapItemOut, summary="Go through a closed gate, in one's own name")
@needs("relationships.gate.override")
def override(request: HttpRequest, response: HttpResponse, item_id: int, sent: OverrideIn) -> Any:
    override_gate(request.actor, item_id, version=version_wanted(request), **sent.dict())
    return seen(request, response, item_for(request.actor, item_id))


@router.post("/roadmap-items/{int:item_id}/lower-gate", response=RoadmapItemOut, summary="Lower the gate of an item, in one's own name")
@needs("relationships.gate.override")
def lower(request: HttpRequest, response: HttpResponse, item_id: int, sent: LowerGateIn) -> Any:
    return seen(request, response, lower_gate(request.actor, item_id, version=version_wanted(request), **sent.dict()))


@router.post(
    "/roadmap-items/{int:item_id}/take-back", response=RoadmapItemOut, summary="Take back that an item was begun, finished or stopped"
)
@needs("relationships.roadmap.edit")
def take_back(request: HttpRequest, response: HttpResponse, item_id: int) -> Any:
    return seen(request, response, take_item_back(request.actor, item_id, version=version_wanted(request)))


@router.post("/roadmap-items/{int:item_id}/begin", response=RoadmapItemOut, summary="Begin a committed roadmap item")
@needs("relationships.roadmap.edit")
def begin(request: HttpRequest, response: HttpResponse, item_id: int) -> Any:
    return seen(request, response, begin_item(request.actor, item_id, version=version_wanted(request)))


@router.post("/roadmap-items/{int:item_id}/finish", response=RoadmapItemOut, summary="Finish a running roadmap item")
@needs("relationships.roadmap.edit")
def finish(request: HttpRequest, response: HttpResponse, item_id: int) -> Any:
    return seen(request, response, finish_item(request.actor, item_id, version=version_wanted(request)))


@router.post("/roadmap-items/{int:item_id}/stop", response=RoadmapItemOut, summary="Stop a roadmap item")
@needs("relationships.roadmap.edit")
def stop(request: HttpRequest, response: HttpResponse, item_id: int) -> Any:
    return seen(request, response, stop_item(request.actor, item_id, version=version_wanted(request)))
