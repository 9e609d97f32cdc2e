"""What is practised, what stands in the way, what rings and what was spent, for other programs: the same acts and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.relationships.actions.acknowledge_alarm import acknowledge_alarm
from mutua.relationships.actions.close_blockage import close_blockage
from mutua.relationships.actions.edit_engagement import edit_engagement
from mutua.relationships.actions.label_touchpoint import label_touchpoint
from mutua.relationships.actions.move_engagement import move_engagement
from mutua.relationships.actions.note_blockage import note_blockage
from mutua.relationships.actions.note_outlay import note_outlay
from mutua.relationships.actions.record_engagement import record_engagement
from mutua.relationships.models import Blockage, Engagement, ToleranceAlarm
from mutua.relationships.queries.blockages import blockage_for
from mutua.relationships.queries.outlays import taken_by
from mutua.relationships.queries.practising import alarms_seen, blockages_seen, engagements_seen, outlays_of
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.queries.touchpoints import engagement_for, touchpoint_numbered

router = Router()
State = Literal["planned", "pilot", "partial", "full", "retired"]
SORTS = ("id", "updated_at")


class EngagementIn(Schema, extra="forbid"):
    """activity: its key in the catalogue, at this touchpoint. since: the first day; left out, the day of today once it is practised."""

    activity: str
    state: State = "planned"
    since: date | None = None
    evidence: str = ""


class EngagementChange(Schema, extra="forbid"):
    """How it is known that it is practised. Only what is sent is changed; its state moves by an act of its own."""

    evidence: str = ""
    evidence_url: str = ""


class EngagementMove(Schema, extra="forbid"):
    to: State
    on: date | None = None
    evidence: str = ""
    evidence_url: str = ""


class EngagementOut(Schema):
    """activity, touchpoint: keys in the catalogue."""

    id: int
    version: int
    account_id: int
    account_touchpoint_id: int
    touchpoint: str
    activity: str
    state: str
    since: date | None
    until: date | None
    evidence: str
    evidence_url: str
    updated_at: datetime

    @staticmethod
    def resolve_account_id(engagement: Engagement) -> int:
        return engagement.account_touchpoint.account_id

    @staticmethod
    def resolve_touchpoint(engagement: Engagement) -> str:
        return engagement.account_touchpoint.touchpoint.key

    @staticmethod
    def resolve_activity(engagement: Engagement) -> str:
        return engagement.activity.key


class EngagementPage(PageOut):
    items: list[EngagementOut]


class LabelIn(Schema, extra="forbid"):
    """label: a type of relationship, or empty to take it away. It needs a reason, shows as written by hand, and changes no derived type."""

    label: str
    reason: str = ""


class LabelledOut(Schema):
    id: int
    version: int
    account_id: int
    label: str
    label_reason: str
    label_by: str


class BlockageIn(Schema, extra="forbid"):
    """side: whose process or system it is. cost_per_year: in the account's currency."""

    side: Literal["us", "them"]
    what: str
    cost_per_year: Decimal | None = None


class BlockageClose(Schema, extra="forbid"):
    """item_id: the roadmap item that takes it away; null: it stands again."""

    item_id: int | None


class BlockageOut(Schema):
    id: int
    version: int
    account_id: int
    account_touchpoint_id: int
    touchpoint: str
    side: str
    what: str
    cost_per_year: Decimal | None
    currency: str
    owner_id: int | None
    closed_by_id: int | None
    updated_at: datetime

    @staticmethod
    def resolve_account_id(blockage: Blockage) -> int:
        return blockage.account_touchpoint.account_id

    @staticmethod
    def resolve_touchpoint(blockage: Blockage) -> str:
        return blockage.account_touchpoint.touchpoint.key


class BlockagePage(PageOut):
    items: list[BlockageOut]


class AlarmIn(Schema, extra="forbid"):
    """note: what is done about it."""

    note: str = ""


class AlarmOut(Schema):
    """late of of: failures among the outcomes since the watch was last armed, at most the last 100."""

    id: int
    measure_id: int
    account_id: int
    touchpoint: str
    broken_on: date
    late: int
    of: int
    rung_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by_id: int | None
    note: str

    @staticmethod
    def resolve_account_id(alarm: ToleranceAlarm) -> int:
        return alarm.measure.account_touchpoint.account_id

    @staticmethod
    def resolve_touchpoint(alarm: ToleranceAlarm) -> str:
        return alarm.measure.account_touchpoint.touchpoint.key


class AlarmPage(PageOut):
    items: list[AlarmOut]


class OutlayIn(Schema, extra="forbid"):
    """Money in the item's currency, or hours of a team; what was wrong is corrected by another with a minus."""

    on: date
    amount: Decimal = Decimal(0)
    team: str = ""
    hours: Decimal = Decimal(0)
    note: str = ""


class OutlayOut(OutlayIn, extra="ignore"):
    id: int
    item_id: int
    by_name: str
    noted_at: datetime


class TakenOut(Schema):
    """money, hours: of all `count` rows; rows: the newest."""

    money: Decimal
    hours: Decimal
    count: int
    rows: list[OutlayOut]


def _page(request: HttpRequest, rows: Any, asked: tuple[str, str, int], sorts: tuple[str, ...] = SORTS) -> Any:
    sort, after, limit = asked
    page = page_of(rows, "", actor=request.actor, filter="", sort=sort, after=after, limit=limit, sorts=sorts)
    return {"items": page.rows, "next": page.after}


@router.get("/engagements", response=EngagementPage, summary="What is practised at touchpoints that you see")
@needs("relationships.touchpoint.view")
def list_engagements(
    request: HttpRequest, account_id: int | None = None, sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    rows = engagements_seen(request.actor)
    return _page(request, rows if account_id is None else rows.filter(account_touchpoint__account=account_id), (sort, after, limit))


@router.get("/engagements/{int:engagement_id}", response=EngagementOut, summary="One engagement")
@needs("relationships.touchpoint.view")
def get_engagement(request: HttpRequest, response: HttpResponse, engagement_id: int) -> Any:
    return tagged(response, engagement_for(request.actor, engagement_id))


@router.post(
    "/account-touchpoints/{int:touchpoint_id}/engagements", response={201: EngagementOut}, summary="Say that an activity is practised"
)
@needs("relationships.engagement.edit")
def add_engagement(request: HttpRequest, response: HttpResponse, touchpoint_id: int, sent: EngagementIn) -> Any:
    values = sent.dict()
    made = record_engagement(request.actor, touchpoint_id, values.pop("activity"), **values)
    return Status(201, tagged(response, engagement_for(request.actor, made.pk)))


@router.patch("/engagements/{int:engagement_id}", response=EngagementOut, summary="Correct how it is known that an activity is practised")
@needs("relationships.engagement.edit")
def change_engagement(request: HttpRequest, response: HttpResponse, engagement_id: int, sent: EngagementChange) -> Any:
    edit_engagement(request.actor, engagement_id, version=version_wanted(request), **sent.dict(exclude_unset=True))
    return tagged(response, engagement_for(request.actor, engagement_id))


@router.post("/engagements/{int:engagement_id}/move", response=EngagementOut, summary="Move an engagement a step further, or to its end")
@needs("relationships.engagement.edit")
def move(request: HttpRequest, response: HttpResponse, engagement_id: int, sent: EngagementMove) -> Any:
    move_engagement(request.actor, engagement_id, version=version_wanted(request), **sent.dict())
    return seen(request, response, engagement_for(request.actor, engagement_id))


@router.put("/account-touchpoints/{int:touchpoint_id}/label", response=LabelledOut, summary="Write a type by hand, with a reason")
@needs("relationships.touchpoint.edit")
def label(request: HttpRequest, response: HttpResponse, touchpoint_id: int, sent: LabelIn) -> Any:
    at, version = touchpoint_numbered(request.actor, touchpoint_id), version_wanted(request)
    return tagged(response, label_touchpoint(request.actor, at.account_id, at.touchpoint.key, version=version, **sent.dict()))


@router.get("/blockages", response=BlockagePage, summary="What stands in the way at touchpoints that you see")
@needs("relationships.touchpoint.view")
def list_blockages(
    request: HttpRequest, account_id: int | None = None, sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    rows = blockages_seen(request.actor)
    return _page(request, rows if account_id is None else rows.filter(account_touchpoint__account=account_id), (sort, after, limit))


@router.post("/account-touchpoints/{int:touchpoint_id}/blockages", response={201: BlockageOut}, summary="Note what stands in the way")
@needs("relationships.touchpoint.edit")
def add_blockage(request: HttpRequest, response: HttpResponse, touchpoint_id: int, sent: BlockageIn) -> Any:
    at = touchpoint_numbered(request.actor, touchpoint_id)
    made = note_blockage(request.actor, at.account_id, at.touchpoint.key, **sent.dict())
    return Status(201, tagged(response, blockage_for(request.actor, made.pk)))


@router.post("/blockages/{int:blockage_id}/close", response=BlockageOut, summary="Say which roadmap item takes a blockage away")
@needs("relationships.touchpoint.edit")
def close(request: HttpRequest, response: HttpResponse, blockage_id: int, sent: BlockageClose) -> Any:
    account_id = blockage_for(request.actor, blockage_id).account_touchpoint.account_id
    item = None if sent.item_id is None else item_for(request.actor, sent.item_id, account_id)
    close_blockage(request.actor, blockage_id, version=version_wanted(request), item=item)
    return seen(request, response, blockage_for(request.actor, blockage_id))


@router.get("/alarms", response=AlarmPage, summary="Tolerance alarms of accounts that you see")
@needs("relationships.touchpoint.view")
def list_alarms(
    request: HttpRequest, open: bool | None = None, sort: str = "-id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    """open: only those that nobody has taken on, or only the others."""
    rows = alarms_seen(request.actor)
    return _page(request, rows if open is None else rows.filter(acknowledged_at__isnull=open), (sort, after, limit), ("id", "broken_on"))


@router.post("/alarms/{int:alarm_id}/acknowledge", response=AlarmOut, summary="Take an alarm on; its watch is armed anew")
@needs("relationships.alarm.acknowledge")
def acknowledge(request: HttpRequest, alarm_id: int, sent: AlarmIn) -> Any:
    return acknowledge_alarm(request.actor, alarm_id, note=sent.note)


@router.get("/roadmap-items/{int:item_id}/outlays", response=TakenOut, summary="What an item has taken so far")
@needs("relationships.roadmap.view")
def list_outlays(request: HttpRequest, item_id: int, limit: int = Query(50, ge=1, le=200)) -> Any:
    item = item_for(request.actor, item_id)
    taken = taken_by(request.actor, item)
    return {"money": taken.money, "hours": taken.hours, "count": taken.count, "rows": list(outlays_of(request.actor, item)[:limit])}


@router.post("/roadmap-items/{int:item_id}/outlays", response={201: OutlayOut}, summary="Note money or hours that an item took")
@needs("relationships.roadmap.edit")
def add_outlay(request: HttpRequest, item_id: int, sent: OutlayIn) -> Any:
    return Status(201, note_outlay(request.actor, item_id, **sent.dict()))
