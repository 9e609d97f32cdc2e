"""How an account stands, for other programs: its touchpoints with the evidence of their types, its gap, its roadmap. And opening a touchpoint."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import needs
from mutua.relationships.actions.open_touchpoint import open_touchpoint
from mutua.relationships.queries.what_if import what_if
from mutua.relationships.telling import gap_told, roadmap_told, touchpoints_told

router = Router()


class TouchpointOpened(Schema, extra="forbid"):
    """touchpoint: its key in the catalogue."""

    touchpoint: str


class CoverageOut(Schema):
    """How much of one type is practised, 0 to 1; keys of its activities."""

    share: float
    engaged: list[str]
    missing: list[str]


class FigureTold(Schema):
    """value: in the unit of the measure; null where nothing is known."""

    measure_id: int
    name: str
    unit: str
    value: float | None
    standing: str


class TouchpointTold(Schema):
    """type: derived from what is practised; coverage: of all four, as its evidence. activities: key to state. label: a type that somebody wrote by hand."""

    account_touchpoint_id: int
    version: int
    touchpoint: str
    name: str
    type: str | None
    emerging: bool
    mixed_with: str | None
    coverage: dict[str, CoverageOut]
    activities: dict[str, str]
    label: str
    label_reason: str
    label_by: str
    measures: list[FigureTold]


class GapProfile(Schema):
    id: int
    perspective: str
    state: str
    visibility: str
    confidence: Decimal
    as_of: date


class GapRow(Schema):
    """Keys of activities to add, to drop, and to put in another's place; to_plan: those that no roadmap item begins yet."""

    touchpoint: str
    now: str | None
    wanted: str | None
    add: list[str]
    drop: list[str]
    change: list[dict[str, str]]
    to_plan: list[str]
    investment: Decimal
    currency: str
    performance: Decimal | None
    wish: str
    conflicts: bool


class GapOut(Schema):
    """profile: null where nobody has drafted one. A touchpoint of which it says nothing has no row."""

    profile: GapProfile | None
    touchpoints: list[GapRow]


class Both(Schema):
    us: Decimal
    them: Decimal


class ItemTold(Schema):
    """ready: readiness ratio. passable: open, or overridden. expected_loss: a year; null where it cannot be foretold. waits_for: items."""

    item_id: int
    version: int
    name: str
    activity: str
    touchpoint: str
    state: str
    currency: str
    investment: Both
    returns: Both
    hours: Decimal
    lasts: int
    not_before: int
    ready: float
    gate: Decimal
    passable: bool
    expected_loss: Decimal | None
    waits_for: list[int]
    owner: str


class SideOut(Schema):
    """What one side puts in and gets, likely, at least and at best; net: likely return less investment."""

    cost: Decimal
    gain: Decimal
    low: Decimal
    high: Decimal
    net: Decimal


class PlaceOut(Schema):
    """A touchpoint at which something would begin. now, after: performance; hoped: with the usual effects, where both are ready; null: not known."""

    touchpoint: str
    now: float | None
    after: float | None
    hoped: float | None
    expected_loss: Decimal | None


class WhatIfOut(Schema):
    """items: those that are in, the committed ones among them; blocked: of these, those below their gate; waiting: those that something has to come before.

    true_net: ours at the readiness that there is, expected losses included.
    """

    items: list[int]
    blocked: list[int]
    waiting: dict[int, list[str]]
    us: SideOut
    them: SideOut
    hours: Decimal
    expected_loss: Decimal
    true_net: Decimal
    places: list[PlaceOut]


@router.get(
    "/accounts/{int:account_id}/touchpoints", response=list[TouchpointTold], summary="Where an account and we meet, with all evidence"
)
@needs("relationships.touchpoint.view")
def list_touchpoints_of(request: HttpRequest, account_id: int) -> Any:
    return touchpoints_told(request.actor, account_for(request.actor, account_id).pk)


@router.post("/accounts/{int:account_id}/touchpoints", response={201: TouchpointTold}, summary="Open a touchpoint at an account")
@needs("relationships.touchpoint.edit")
def open_at(request: HttpRequest, account_id: int, sent: TouchpointOpened) -> Any:
    """One that is open already is told as it is."""
    at = open_touchpoint(request.actor, account_id, sent.touchpoint)
    return Status(201, next(one for one in touchpoints_told(request.actor, account_id) if one["account_touchpoint_id"] == at.pk))


@router.get("/accounts/{int:account_id}/gap", response=GapOut, summary="What a desired profile wants beyond what is practised")
@needs("relationships.profile.view")
def gap_of(request: HttpRequest, account_id: int, perspective: Literal["", "ours", "customer", "surrogate", "joint"] = "") -> Any:
    """perspective: left out, the surest profile."""
    return gap_told(request.actor, account_for(request.actor, account_id).pk, perspective)


@router.get(
    "/accounts/{int:account_id}/roadmap", response=list[ItemTold], summary="The roadmap of an account, with money per side and gates"
)
@needs("relationships.roadmap.view")
def roadmap_at(request: HttpRequest, account_id: int) -> Any:
    return roadmap_told(request.actor, account_for(request.actor, account_id).pk)


@router.get(
    "/accounts/{int:account_id}/what-if", response=WhatIfOut, summary="What beginning these roadmap items would mean for both sides"
)
@needs("relationships.roadmap.view")
def what_if_at(request: HttpRequest, account_id: int, item_ids: list[int] = Query([])) -> Any:
    """item_ids: open items of the account; others are passed over. Nothing is saved."""
    it = what_if(request.actor, account_for(request.actor, account_id).pk, item_ids)
    return {
        "items": [choice.item.pk for choice in it.chosen],
        "blocked": [choice.item.pk for choice in it.blocked],
        "waiting": {choice.item.pk: list(choice.missing) for choice in it.waiting},
        "us": it.us,
        "them": it.them,
        "hours": it.hours,
        "expected_loss": it.loss,
        "true_net": it.true_net,
        "places": [
            {
                "touchpoint": place.touchpoint.key,
                "now": place.now,
                "after": place.after,
                "hoped": place.hoped,
                "expected_loss": place.price.loss if place.price is not None and place.falls else None,
            }
            for place in it.places
        ],
    }
