"""Segments for other programs: the same predicates, acts and queries as the pages."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import Actor, needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.foundation.filters import FilterError
from mutua.foundation.lists.paging import read_page
from mutua.strategy.actions.create_segment import check_predicate, create_segment
from mutua.strategy.actions.delete_segment import delete_segment
from mutua.strategy.actions.edit_segment import edit_segment
from mutua.strategy.lists import said_of
from mutua.strategy.models import Segment
from mutua.strategy.queries.concealed import concealed
from mutua.strategy.queries.overlaps import overlaps
from mutua.strategy.queries.segment_worth import with_worth_order, worth_of_segments, worths_behind
from mutua.strategy.queries.segments import members_now, members_on, moves, preview, segment_for, segments_seen, sizes_of

router = Router()
Kind = Literal["account", "person", "household"]
SORTS = ("id", "name", "updated_at", "worth")


class SegmentIn(CustomIn, extra="forbid"):
    """predicate: a filter tree over the fields of what it is made of, as in lists; empty is everybody."""

    name: str
    description: str = ""
    party_kind: Kind = "account"
    predicate: dict[str, Any] = {}


class SegmentChange(CustomIn, extra="forbid"):
    """Only what is sent is changed; what a segment is made of stays."""

    name: str = ""
    description: str = ""
    predicate: dict[str, Any] = {}


class SegmentWorthOut(Schema):
    """In one currency. members: who ordered in it; told: of how many it is said what the orders of three years are worth; value: their sum, null where
    they are too few to say; orders: expected in the next twelve months; still: expected to be customers still.
    """

    currency: str
    members: int
    told: int
    too_few: bool
    value: Decimal | None
    orders: float
    still: float


class SegmentOut(CustomOut):
    """says: the predicate in words. size: members today. worth: of the members that you see, the currency in which most are told first.

    is_concealed: its predicate names fields that you do not see, so that neither it nor who belongs is told.
    """

    id: int
    version: int
    name: str
    description: str
    party_kind: str
    predicate: dict[str, Any] | None
    says: str
    size: int | None
    worth: list[SegmentWorthOut]
    is_concealed: bool
    owner_id: int | None
    evaluated_at: datetime | None
    updated_at: datetime


class SegmentPage(PageOut):
    items: list[SegmentOut]


class SegmentMemberOut(Schema):
    id: int
    name: str


class SegmentMemberPage(PageOut):
    items: list[SegmentMemberOut]


class MoveOut(Schema):
    """A member with its dates: since empty: it belonged when the segment was first counted; until: the day from which it no longer did."""

    id: int
    name: str
    since: date | None
    until: date | None


class MemberWorthOut(Schema):
    """alive: probability that it is still a customer; purchases: orders of the next twelve months; value: null where no mean can be said."""

    id: int
    name: str
    orders: int
    alive: float
    purchases: float
    value: Decimal | None


class MemberWorthPage(PageOut):
    items: list[MemberWorthOut]


class PreviewOut(Schema):
    """Who would belong: how many, and a few that you see."""

    count: int
    sample: list[SegmentMemberOut]


class SharedOut(Schema):
    segment_id: int
    accounts: int


class OverlapOut(Schema):
    """size, shared, alone: accounts that you see; shared: with each other segment; alone: in no other one."""

    segment_id: int
    name: str
    size: int
    shared: list[SharedOut]
    alone: int


class OverlapsOut(Schema):
    """Of the first 30 segments of accounts, by name. in_none: accounts in no segment; sample: the first of them by name."""

    segments: list[OverlapOut]
    accounts: int
    in_none: int
    sample: list[SegmentMemberOut]


@router.get("/segments", response=SegmentPage, summary="Segments")
@needs("strategy.segment.view")
def list_segments(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    """Sorted by worth, amounts of one currency stand together, and segments that are too few to say come last."""
    rows = with_worth_order(request.actor, segments_seen(request.actor))
    page = page_of(rows, "segment", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=SORTS)
    return {"items": _told(request.actor, page.rows), "next": page.after}


@router.get("/segments/overlap", response=OverlapsOut, summary="How many accounts segments share, and which are in none")
@needs("strategy.segment.view")
def get_overlap(request: HttpRequest) -> Any:
    found = overlaps(request.actor)
    segments = []
    for place, row in enumerate(found.rows):
        shared = [
            {"segment_id": other.pk, "accounts": count}
            for other, count in zip(found.segments, row.counts, strict=True)
            if other.pk != row.segment.pk
        ]
        one = {"segment_id": row.segment.pk, "name": row.segment.name, "size": row.counts[place], "shared": shared, "alone": row.alone}
        segments.append(one)
    return {"segments": segments, "accounts": found.accounts, "in_none": found.in_none, "sample": list(map(_named, found.sample))}


@router.get("/segments/preview", response=PreviewOut, summary="Who would belong to a segment with this predicate")
@needs("strategy.segment.edit")
def get_preview(request: HttpRequest, predicate: str = "{}", party_kind: Kind = "account") -> Any:
    """predicate: a filter tree as JSON; without it everybody."""
    try:
        tree = json.loads(predicate)
    except (ValueError, RecursionError):
        raise FilterError(_("The predicate is not JSON.")) from None
    if not isinstance(tree, dict):
        raise FilterError(_("The predicate is not an object with “all”, “any”, “not” or “field”."))
    check_predicate(request.actor, party_kind, tree)
    found = preview(request.actor, party_kind, tree)
    return {"count": found.count, "sample": list(map(_named, found.sample))}


@router.get("/segments/{int:segment_id}", response=SegmentOut, summary="One segment")
@needs("strategy.segment.view")
def get_segment(request: HttpRequest, response: HttpResponse, segment_id: int) -> Any:
    (told,) = _told(request.actor, [tagged(response, segment_for(request.actor, segment_id))])
    return told


@router.post("/segments", response={201: SegmentOut}, summary="Add a segment")
@needs("strategy.segment.edit")
def add_segment(request: HttpRequest, response: HttpResponse, sent: SegmentIn) -> Any:
    """Who belongs to it is counted right after: `evaluated_at` is empty until then."""
    return Status(201, _written(request, response, create_segment(request.actor, **sent.dict())))


@router.patch("/segments/{int:segment_id}", response=SegmentOut, summary="Change a segment")
@needs("strategy.segment.edit")
def change_segment(request: HttpRequest, response: HttpResponse, segment_id: int, sent: SegmentChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return _written(request, response, edit_segment(request.actor, segment_id, version=version_wanted(request), **values))


@router.delete("/segments/{int:segment_id}", response={204: None}, summary="Put a segment into the bin")
@needs("strategy.segment.edit")
def remove_segment(request: HttpRequest, segment_id: int) -> Any:
    delete_segment(request.actor, segment_id, version=version_wanted(request))
    return Status(204, None)


@router.get("/segments/{int:segment_id}/members", response=SegmentMemberPage, summary="Who belongs to a segment, of those that you see")
@needs("strategy.segment.view")
def list_segment_members(
    request: HttpRequest,
    segment_id: int,
    on: date | None = None,
    filter: str = "",
    after: str = "",
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """By name. on: the members of this day instead of today's; filter: over the fields of what the segment is made of."""
    segment = segment_for(request.actor, segment_id)
    rows = members_now(request.actor, segment) if on is None else members_on(request.actor, segment, on)
    page = page_of(
        rows, segment.party_kind, actor=request.actor, filter=filter, sort="sort_key", after=after, limit=limit, sorts=("sort_key",)
    )
    return {"items": list(map(_named, page.rows)), "next": page.after}


@router.get("/segments/{int:segment_id}/moves", response=list[MoveOut], summary="Who came to a segment and left it, the last first")
@needs("strategy.segment.view")
def list_segment_moves(request: HttpRequest, segment_id: int, limit: int = Query(50, ge=1, le=200)) -> Any:
    found = moves(request.actor, segment_for(request.actor, segment_id), limit)
    return [{**_named(move.account or move.person or move.household), "since": move.since, "until": move.until} for move in found]


@router.get("/segments/{int:segment_id}/worth/{currency}", response=MemberWorthPage, summary="The members under what a segment is worth")
@needs("strategy.segment.view")
def list_segment_worth(request: HttpRequest, segment_id: int, currency: str, after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    """Of those that you see and who ordered in this currency, the greatest worth first; where nothing can be said last."""
    segment = segment_for(request.actor, segment_id)
    page = read_page(worths_behind(request.actor, segment, currency), "value", down=True, size=limit, after=after)
    told = ("orders", "alive", "purchases", "value")
    rows = [{**_named(row.party), **{name: getattr(row, name) for name in told}} for row in page.rows]
    return {"items": rows, "next": page.after}


def _written(request: HttpRequest, response: HttpResponse, segment: Segment) -> Segment:
    """What an act gave back, as it is told to the caller."""
    (told,) = _told(request.actor, [seen(request, response, segment)])
    return told


def _told(actor: Actor, segments: list[Any]) -> list[Segment]:
    """With what the schema reads beside their columns; none of these is to be saved."""
    worth, said, sizes = worth_of_segments(actor, segments), said_of(actor, segments), sizes_of(actor, segments)
    unseen = set(concealed(actor))
    for one in segments:
        one.is_concealed = one.pk in unseen
        one.predicate = None if one.is_concealed else one.predicate
        one.says, one.size = said[one.pk], sizes.get(one.pk)
        one.worth = [
            {
                "currency": told.currency, "members": told.members, "told": told.told, "too_few": told.too_few,
                "value": told.value.amount if told.value else None, "orders": told.orders, "still": told.still,
            }
            for told in worth.get(one.pk, [])
        ]  # fmt: skip
    return segments


def _named(party: Any) -> dict[str, Any]:
    return {"id": party.pk, "name": party.name}
