"""Meetings for other programs: the same actions and queries as the pages."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query
from pydantic import AwareDatetime

from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.people import person_for
from mutua.daybook.actions.cancel_meetings import cancel_meetings
from mutua.daybook.actions.change_series import change_series
from mutua.daybook.actions.correct_touchpoint import correct_meetings_touchpoint
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.diary_api import SORTS, TouchpointIn, TouchpointKey
from mutua.daybook.models import Meeting
from mutua.daybook.queries.calendar import with_people
from mutua.daybook.queries.daybook import meeting_for, meetings_seen
from mutua.foundation.access import find, needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, tagged, version_wanted

router = Router()
Scope = Literal["one", "following", "all"]


class MeetingIn(CustomIn, extra="forbid"):
    """guest_ids: people of the account. time_zone: in which its hour was said, such as "Africa/Lusaka"."""

    account_id: int
    title: str
    begins_at: AwareDatetime
    minutes: int = 60
    guest_ids: list[int] = []
    touchpoint: str = ""
    time_zone: str = ""
    place: str = ""
    link: str = ""


class MeetingChange(CustomIn, extra="forbid"):
    """Only what is sent is changed. ends_at: left out, a meeting that is moved takes as long as before. colleague_ids, guest_ids: all who come
    from now on; a guest whom the caller does not see stays. scope: of one that repeats, itself, those after it too, or all that have not begun."""

    title: str = ""
    begins_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    time_zone: str = ""
    place: str = ""
    link: str = ""
    colleague_ids: list[int] = []
    guest_ids: list[int] = []
    scope: Scope = "one"


class MeetingCancel(Schema, extra="forbid"):
    """scope: of one that repeats, itself, those after it too, or all that have not begun."""

    scope: Scope = "one"


class MeetingOut(CustomOut):
    """guest_ids: those of theirs whom the caller sees. repeats: it belongs to a series. interaction_id: what was noted of it; null: not written up."""

    id: int
    version: int
    account_id: int
    title: str
    touchpoint: TouchpointKey
    touchpoint_inferred: bool
    begins_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    link: str
    colleague_ids: list[int]
    guest_ids: list[int]
    repeats: bool
    interaction_id: int | None
    updated_at: datetime


class MeetingPage(PageOut):
    items: list[MeetingOut]


@router.get("/meetings", response=MeetingPage, summary="Meetings that you see")
@needs("daybook.meeting.view")
def list_meetings(
    request: HttpRequest,
    account_id: int | None = None,
    filter: str = "",
    sort: str = "-id",
    after: str = "",
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    rows = with_people(request.actor, meetings_seen(request.actor))
    rows = rows if account_id is None else rows.filter(account=account_id)
    page = page_of(rows, "meeting", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=(*SORTS, "begins_at"))
    return {"items": [told(meeting) for meeting in page.rows], "next": page.after}


@router.get("/meetings/{int:meeting_id}", response=MeetingOut, summary="One meeting")
@needs("daybook.meeting.view")
def get_meeting(request: HttpRequest, response: HttpResponse, meeting_id: int) -> Any:
    return one_told(request, response, meeting_id)


@router.post("/meetings", response={201: MeetingOut}, summary="Plan a meeting with people of an account")
@needs("daybook.meeting.edit")
def add_meeting(request: HttpRequest, response: HttpResponse, sent: MeetingIn) -> Any:
    values = sent.dict()
    made = plan_meeting(request.actor, values.pop("account_id"), **values)
    return Status(201, one_told(request, response, made.pk))


@router.patch("/meetings/{int:meeting_id}", response=MeetingOut, summary="Change a meeting, or those of its series with it")
@needs("daybook.meeting.edit")
def change_meeting(request: HttpRequest, response: HttpResponse, meeting_id: int, sent: MeetingChange) -> Any:
    meeting, values = meeting_for(request.actor, meeting_id), sent.dict(exclude_unset=True)
    for name in ("begins_at", "ends_at"):
        if values.get(name, meeting) is None:
            del values[name]
    if "begins_at" in values and "ends_at" not in values:
        values["ends_at"] = values["begins_at"] + (meeting.ends_at - meeting.begins_at)
    if "colleague_ids" in values:
        values["colleagues"] = [find(colleagues(), pk=number) for number in dict.fromkeys(values.pop("colleague_ids"))]
    if "guest_ids" in values:
        values["guests"] = [person_for(request.actor, number) for number in dict.fromkeys(values.pop("guest_ids"))]
    scope = values.pop("scope", "one")
    change_series(request.actor, meeting_id, version=version_wanted(request), scope=scope, **values)
    return one_told(request, response, meeting_id)


@router.post("/meetings/{int:meeting_id}/touchpoint", response=MeetingOut, summary="Say what a meeting is about")
@needs("daybook.meeting.edit")
def say_meetings_touchpoint(request: HttpRequest, response: HttpResponse, meeting_id: int, sent: TouchpointIn) -> Any:
    correct_meetings_touchpoint(request.actor, meeting_id, sent.touchpoint, version=version_wanted(request))
    return one_told(request, response, meeting_id)


@router.post("/meetings/{int:meeting_id}/cancel", response={204: None}, summary="Cancel a meeting, or those of its series with it")
@needs("daybook.meeting.edit")
def cancel(request: HttpRequest, meeting_id: int, sent: MeetingCancel) -> Any:
    """It lies in the bin, from where a person can bring it back."""
    cancel_meetings(request.actor, meeting_id, version=version_wanted(request), scope=sent.scope)
    return Status(204, None)


def told(meeting: Meeting) -> Meeting:
    """The meeting with what `MeetingOut` says beside its columns; it was read with its people."""
    people = {name: [one.pk for one in getattr(meeting, name).all()] for name in ("colleagues", "guests")}
    vars(meeting).update(colleague_ids=people["colleagues"], guest_ids=people["guests"], repeats=meeting.series_id is not None)
    return meeting


def one_told(request: HttpRequest, response: HttpResponse, meeting_id: int) -> Meeting:
    meeting = find(with_people(request.actor, meetings_seen(request.actor)), pk=meeting_id)  # type: ignore[attr-defined]
    return tagged(response, told(meeting))  # type: ignore[no-any-return]
