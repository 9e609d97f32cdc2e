"""Strategies themselves for other programs: begun, changed, drafted anew, compared, as they were on a day, and their trade."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.catalog.queries.catalogue import offering_for
from mutua.customers.queries.colleagues import colleagues
from mutua.foundation import days
from mutua.foundation.access import NotFound, find, needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.strategy.actions.create_strategy import create_strategy
from mutua.strategy.actions.delete_strategy import delete_strategy
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.edit_strategy import edit_strategy
from mutua.strategy.queries.comparing import comparison
from mutua.strategy.queries.frozen_map import map_of_version
from mutua.strategy.queries.segments import segment_for
from mutua.strategy.queries.strategies import strategies_seen, strategy_for, version_for, version_shown, versions_seen
from mutua.strategy.queries.then import then
from mutua.strategy.queries.value_map import US, ValueMap, value_map

router = Router()


class StrategyIn(CustomIn, extra="forbid"):
    name: str
    segment_id: int
    offering_id: int
    ansoff: Literal["penetration", "product", "market", "diversification"] = "penetration"


class StrategyChange(CustomIn, extra="forbid"):
    """Only what is sent is changed. owner_id: whoever answers for it; null for nobody."""

    name: str = ""
    owner_id: int | None = None


class StrategyOut(CustomOut):
    """A strategy: which segment is served with which offering."""

    id: int
    version: int
    name: str
    segment_id: int
    offering_id: int
    owner_id: int | None
    updated_at: datetime


class StrategyPage(PageOut):
    items: list[StrategyOut]


class DraftOut(Schema):
    """An open version. version: of the record, for If-Match; number: of the strategy version."""

    id: int
    version: int
    strategy_id: int
    number: int
    state: str


class DifferenceOut(Schema):
    """One line of both versions; "" where a side has nothing of it. status: same, changed, added or removed."""

    label: str
    left: str
    right: str
    status: str


class SectionOut(Schema):
    title: str
    rows: list[DifferenceOut]


class ThenOut(Schema):
    """A strategy as it was known on a day. put_in_force: the day on which somebody said so, where that came after the day that is asked for."""

    day: date
    name: str
    version_id: int
    number: int
    state: str
    statement: str
    who: str
    value_to_them: str
    value_to_us: str
    what_we_do: str
    ansoff: str
    put_in_force: date | None


class TraderOut(Schema):
    """A customer of the segment. spend: a year with us; of_our_revenue, of_their_spend: shares, 0 to 1; unlikely_for: the sides that would hardly want a Strategic relationship."""

    account_id: int
    name: str
    spend: Decimal | None
    of_our_revenue: Decimal | None
    of_their_spend: Decimal | None
    unlikely_for: list[str]


class PartnerOut(Schema):
    account_id: int
    name: str


class FlowOut(Schema):
    """Goods worth `value` a year; null at one end is our own company."""

    from_account_id: int | None
    to_account_id: int | None
    value: Decimal


class ValueMapOut(Schema):
    """taken_on: the day of which it is, where the version keeps it; null: the trade of today. unseen: partners of then who are gone, or not yours to see."""

    version_id: int
    taken_on: date | None
    currency: str
    revenue: Decimal | None
    members: int
    customers: list[TraderOut]
    suppliers: list[PartnerOut]
    buyers: list[PartnerOut]
    flows: list[FlowOut]
    unseen: int


@router.get("/strategies", response=StrategyPage, summary="Strategies")
@needs("strategy.strategy.view")
def list_strategies(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        strategies_seen(request.actor), "strategy", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit,
        sorts=("id", "name", "updated_at"),
    )  # fmt: skip
    return {"items": page.rows, "next": page.after}


@router.get("/strategies/{int:strategy_id}", response=StrategyOut, summary="One strategy")
@needs("strategy.strategy.view")
def get_strategy(request: HttpRequest, response: HttpResponse, strategy_id: int) -> Any:
    return tagged(response, strategy_for(request.actor, strategy_id))


@router.post("/strategies", response={201: StrategyOut}, summary="Begin a strategy; its first version is a draft")
@needs("strategy.strategy.edit")
def add_strategy(request: HttpRequest, response: HttpResponse, sent: StrategyIn) -> Any:
    values = sent.dict()
    segment = segment_for(request.actor, values.pop("segment_id"))
    offering = offering_for(request.actor, values.pop("offering_id"))
    return Status(201, seen(request, response, create_strategy(request.actor, segment=segment, offering=offering, **values)))


@router.patch("/strategies/{int:strategy_id}", response=StrategyOut, summary="Change the name or the owner of a strategy")
@needs("strategy.strategy.edit")
def change_strategy(request: HttpRequest, response: HttpResponse, strategy_id: int, sent: StrategyChange) -> Any:
    values = sent.dict(exclude_unset=True)
    if "owner_id" in values:
        number = values.pop("owner_id")
        values["owner"] = None if number is None else find(colleagues(), pk=number)
    return seen(request, response, edit_strategy(request.actor, strategy_id, version=version_wanted(request), **values))


@router.delete(
    "/strategies/{int:strategy_id}",
    response={204: None},
    summary="Put a strategy into the bin, where nothing of it is approved or in force",
)
@needs("strategy.strategy.edit")
def remove_strategy(request: HttpRequest, strategy_id: int) -> Any:
    delete_strategy(request.actor, strategy_id, version=version_wanted(request))
    return Status(204, None)


@router.post("/strategies/{int:strategy_id}/draft", response=DraftOut, summary="Start the next version; the open draft where there is one")
@needs("strategy.strategy.edit")
def draft_version(request: HttpRequest, response: HttpResponse, strategy_id: int) -> Any:
    return tagged(response, draft_successor(request.actor, version_shown(request.actor, strategy_for(request.actor, strategy_id))))


@router.get("/strategies/{int:strategy_id}/compare", response=list[SectionOut], summary="Two versions side by side")
@needs("strategy.strategy.view")
def compare_versions(request: HttpRequest, strategy_id: int, left: int | None = None, right: int | None = None) -> Any:
    """left, right: numbers of the versions; without them the two newest. Empty where there is one only."""
    strategy = strategy_for(request.actor, strategy_id)
    newest = versions_seen(request.actor).filter(strategy=strategy).order_by("-number").values_list("number", flat=True)[:2]
    numbers = left or min(newest), right or max(newest)
    if numbers[0] == numbers[1]:
        return []
    one, other = (version_shown(request.actor, strategy, number) for number in numbers)
    one.strategy = other.strategy = strategy
    return [
        {"title": str(section.title), "rows": [_difference(row) for row in section.rows]}
        for section in comparison(request.actor, one, other)
    ]


@router.get("/strategies/{int:strategy_id}/then", response=ThenOut, summary="A strategy as it was known on a day")
@needs("strategy.strategy.view")
def strategy_then(request: HttpRequest, strategy_id: int, on: date | None = None) -> Any:
    """on: today without it. 404 where no version was in force or written down on that day."""
    on = on or days.today()
    known = then(request.actor, strategy_for(request.actor, strategy_id), on)
    if known is None:
        raise NotFound
    words = ("number", "statement", "who", "value_to_them", "value_to_us", "what_we_do", "ansoff")
    told = {name: getattr(known.version, name) for name in words}
    return {**told, "day": on, "name": known.name, "version_id": known.version.pk, "state": known.state, "put_in_force": known.put_in_force}


@router.get("/strategy-versions/{int:version_id}/value-map", response=ValueMapOut, summary="Who trades with whom around a version")
@needs("strategy.strategy.view")
def get_value_map(request: HttpRequest, version_id: int, now: bool = False) -> Any:
    """As the version keeps it since it was put up for challenge; now: the trade of today in its place."""
    version = version_for(request.actor, version_id)
    kept = None if now else map_of_version(request.actor, version)
    found = kept.found if kept else value_map(request.actor, version.strategy)
    whole = _map(found)
    return {**whole, "version_id": version.pk, "taken_on": kept.taken_at.date() if kept else None, "unseen": kept.unseen if kept else 0}


def _difference(row: Any) -> dict[str, Any]:
    left, right = ("".join(piece.text for piece in side) for side in (row.left, row.right))
    return {"label": str(row.label), "left": left, "right": right, "status": row.status}


def _map(found: ValueMap) -> dict[str, Any]:
    return {
        "currency": found.currency,
        "revenue": found.revenue,
        "members": found.members,
        "customers": [
            {
                "account_id": one.account.pk, "name": one.account.name, "spend": one.spend, "of_our_revenue": one.of_our_revenue,
                "of_their_spend": one.of_their_spend, "unlikely_for": one.unlikely_for,
            }
            for one in found.customers
        ],
        "suppliers": [{"account_id": one.pk, "name": one.name} for one in found.suppliers],
        "buyers": [{"account_id": one.pk, "name": one.name} for one in found.buyers],
        "flows": [{"from_account_id": _end(one.start), "to_account_id": _end(one.end), "value": one.value} for one in found.flows],
    }  # fmt: skip


def _end(number: int) -> int | None:
    return None if number == US else number
