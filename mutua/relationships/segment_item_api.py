"""What is planned for whole segments, for other programs: the same acts and queries as the pages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.relationships.actions.end_segment_item import end_segment_item
from mutua.relationships.actions.plan_for_segment import plan_for_segment
from mutua.relationships.actions.size_segment_item import size_segment_item
from mutua.relationships.queries.segment_items import segment_item_for, segment_items_seen

router = Router()


class SegmentItemChange(Schema, extra="forbid"):
    """Only what is sent is changed; figures are of one account, as of a roadmap item, and go to every item that nobody has committed."""

    title: str = ""
    lasts: int = 1
    not_before: int = 1
    investment_us: list[Decimal] = []
    investment_them: list[Decimal] = []
    returns: dict[str, dict[str, dict[str, list[Decimal]]]] = {}
    return_us: list[Decimal] = []
    return_them: list[Decimal] = []
    hours: dict[str, list[Decimal]] = {}


class SegmentItemIn(SegmentItemChange):
    """activity: its key in the catalogue, which says whatever is left out."""

    segment_id: int
    activity: str


class SegmentItemOut(SegmentItemChange, extra="ignore"):
    id: int
    version: int
    segment_id: int
    activity_id: int
    currency: str
    gate: Decimal
    ended_at: datetime | None
    updated_at: datetime


class SegmentItemPage(PageOut):
    items: list[SegmentItemOut]


@router.get("/segment-items", response=SegmentItemPage, summary="What is planned for segments that you see")
@needs("relationships.plan.view")
def list_segment_items(request: HttpRequest, sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    rows = segment_items_seen(request.actor)
    page = page_of(rows, "", actor=request.actor, filter="", sort=sort, after=after, limit=limit, sorts=("id", "updated_at"))
    return {"items": page.rows, "next": page.after}


@router.get("/segment-items/{int:segment_item_id}", response=SegmentItemOut, summary="One item of a whole segment")
@needs("relationships.plan.view")
def get_segment_item(request: HttpRequest, response: HttpResponse, segment_item_id: int) -> Any:
    return tagged(response, segment_item_for(request.actor, segment_item_id))


@router.post("/segment-items", response={201: SegmentItemOut}, summary="Plan an activity for every account of a segment")
@needs("relationships.plan.edit")
def add_segment_item(request: HttpRequest, response: HttpResponse, sent: SegmentItemIn) -> Any:
    values = sent.dict(exclude_unset=True)
    made = plan_for_segment(request.actor, values.pop("segment_id"), activity_key=values.pop("activity"), **values)
    return Status(201, tagged(response, made))


@router.patch("/segment-items/{int:segment_item_id}", response=SegmentItemOut, summary="Change the figures of every account of a segment")
@needs("relationships.plan.edit")
def change_segment_item(request: HttpRequest, response: HttpResponse, segment_item_id: int, sent: SegmentItemChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, size_segment_item(request.actor, segment_item_id, version=version_wanted(request), **values))


@router.post("/segment-items/{int:segment_item_id}/end", response=SegmentItemOut, summary="Plan an activity for a segment no longer")
@needs("relationships.plan.edit")
def end(request: HttpRequest, response: HttpResponse, segment_item_id: int) -> Any:
    return seen(request, response, end_segment_item(request.actor, segment_item_id, version=version_wanted(request)))
