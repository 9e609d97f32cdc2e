"""Contacts, tasks and meetings for other programs: the same actions and queries as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query
from pydantic import AwareDatetime

from mutua.customers.queries.colleagues import colleagues
from mutua.daybook.actions.correct_touchpoint import correct_touchpoint
from mutua.daybook.actions.edit_task import edit_task
from mutua.daybook.actions.finish_task import finish_task
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.models import Interaction, Meeting
from mutua.daybook.queries.daybook import (
    interaction_for,
    interactions_seen,
    meeting_for,
    meetings_seen,
    task_for,
    tasks_seen,
)
from mutua.foundation.access import find, needs
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted

router = Router()
SORTS = ("id", "updated_at")


class InteractionIn(Schema, extra="forbid"):
    """One contact that happened. touchpoint: its key; left out, it is inferred and told as inferred. at: now, where nobody says another moment."""

    account_id: int
    body: str
    channel: Literal["note", "call", "mail", "visit", "chat", "portal", "edi"] = "note"
    person_id: int | None = None
    touchpoint: str = ""
    side: Literal["us", "them", "both"] = "us"
    at: AwareDatetime | None = None


class TouchpointIn(Schema, extra="forbid"):
    """touchpoint: the key of the one that it was about."""

    touchpoint: str


class InteractionOut(Schema):
    id: int
    version: int
    account_id: int
    person_id: int | None
    touchpoint: str
    touchpoint_inferred: bool
    owner_id: int | None
    channel: str
    side: str
    at: datetime
    body: str
    updated_at: datetime

    @staticmethod
    def resolve_touchpoint(interaction: Interaction) -> str:
        return interaction.touchpoint.key


class InteractionPage(PageOut):
    items: list[InteractionOut]


class TaskIn(Schema, extra="forbid"):
    """assignee_id: who does it; the caller, where nobody is named."""

    title: str
    account_id: int | None = None
    due_on: date | None = None
    assignee_id: int | None = None
    note: str = ""


class TaskChange(Schema, extra="forbid"):
    """Only what is sent is changed."""

    title: str = ""
    due_on: date | None = None
    assignee_id: int | None = None
    note: str = ""


class TaskDone(Schema, extra="forbid"):
    """done: false opens it again."""

    done: bool = True


class TaskOut(Schema):
    """strategy_id: the strategy that it serves; null: none. strategy_inferred: from the account, and nobody has said so."""

    id: int
    version: int
    title: str
    note: str
    due_on: date | None
    assignee_id: int | None
    account_id: int | None
    strategy_id: int | None
    strategy_inferred: bool
    done_at: datetime | None
    updated_at: datetime


class TaskPage(PageOut):
    items: list[TaskOut]


class MeetingIn(Schema, extra="forbid"):
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


class MeetingOut(Schema):
    id: int
    version: int
    account_id: int
    title: str
    touchpoint: str
    touchpoint_inferred: bool
    begins_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    link: str
    updated_at: datetime

    @staticmethod
    def resolve_touchpoint(meeting: Meeting) -> str:
        return meeting.touchpoint.key


class MeetingPage(PageOut):
    items: list[MeetingOut]


def _page(request: HttpRequest, rows: Any, sort: str, after: str, limit: int, sorts: tuple[str, ...]) -> Any:
    page = page_of(rows, "", actor=request.actor, filter="", sort=sort, after=after, limit=limit, sorts=sorts)
    return {"items": page.rows, "next": page.after}


@router.get("/interactions", response=InteractionPage, summary="What happened with customers that you see")
@needs("daybook.interaction.view")
def list_interactions(
    request: HttpRequest, account_id: int | None = None, sort: str = "-id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    rows = interactions_seen(request.actor).select_related("touchpoint")
    return _page(request, rows if account_id is None else rows.filter(account=account_id), sort, after, limit, (*SORTS, "at"))


@router.get("/interactions/{int:interaction_id}", response=InteractionOut, summary="One contact")
@needs("daybook.interaction.view")
def get_interaction(request: HttpRequest, response: HttpResponse, interaction_id: int) -> Any:
    return tagged(response, interaction_for(request.actor, interaction_id))


@router.post("/interactions", response={201: InteractionOut}, summary="Note what happened")
@needs("daybook.interaction.create")
def add_interaction(request: HttpRequest, response: HttpResponse, sent: InteractionIn) -> Any:
    values = sent.dict()
    made = note_interaction(request.actor, values.pop("account_id"), **values)
    return Status(201, tagged(response, interaction_for(request.actor, made.pk)))


@router.post("/interactions/{int:interaction_id}/touchpoint", response=InteractionOut, summary="Say what a contact was about")
@needs("daybook.interaction.edit")
def say_touchpoint(request: HttpRequest, response: HttpResponse, interaction_id: int, sent: TouchpointIn) -> Any:
    correct_touchpoint(request.actor, interaction_id, sent.touchpoint, version=version_wanted(request))
    return seen(request, response, interaction_for(request.actor, interaction_id))


@router.get("/tasks", response=TaskPage, summary="Tasks that you see")
@needs("daybook.task.view")
def list_tasks(
    request: HttpRequest,
    account_id: int | None = None,
    done: bool | None = None,
    sort: str = "-id",
    after: str = "",
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """done: only those that are, or only those that are not."""
    rows = tasks_seen(request.actor)
    rows = rows if account_id is None else rows.filter(account=account_id)
    return _page(request, rows if done is None else rows.filter(done_at__isnull=not done), sort, after, limit, SORTS)


@router.get("/tasks/{int:task_id}", response=TaskOut, summary="One task")
@needs("daybook.task.view")
def get_task(request: HttpRequest, response: HttpResponse, task_id: int) -> Any:
    return tagged(response, task_for(request.actor, task_id))


@router.post("/tasks", response={201: TaskOut}, summary="Promise a task")
@needs("daybook.task.edit")
def add_task(request: HttpRequest, response: HttpResponse, sent: TaskIn) -> Any:
    return Status(201, tagged(response, promise_task(request.actor, **_who(sent.dict(exclude_unset=True)))))


@router.patch("/tasks/{int:task_id}", response=TaskOut, summary="Change a task")
@needs("daybook.task.edit")
def change_task(request: HttpRequest, response: HttpResponse, task_id: int, sent: TaskChange) -> Any:
    values = _who(sent.dict(exclude_unset=True))
    return seen(request, response, edit_task(request.actor, task_id, version=version_wanted(request), **values))


@router.post("/tasks/{int:task_id}/done", response=TaskOut, summary="Say that a task is done, or open it again")
@needs("daybook.task.edit")
def done(request: HttpRequest, response: HttpResponse, task_id: int, sent: TaskDone) -> Any:
    return seen(request, response, finish_task(request.actor, task_id, version=version_wanted(request), done=sent.done))


@router.get("/meetings", response=MeetingPage, summary="Meetings that you see")
@needs("daybook.meeting.view")
def list_meetings(
    request: HttpRequest, account_id: int | None = None, sort: str = "-id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    rows = meetings_seen(request.actor).select_related("touchpoint")
    return _page(request, rows if account_id is None else rows.filter(account=account_id), sort, after, limit, (*SORTS, "begins_at"))


@router.get("/meetings/{int:meeting_id}", response=MeetingOut, summary="One meeting")
@needs("daybook.meeting.view")
def get_meeting(request: HttpRequest, response: HttpResponse, meeting_id: int) -> Any:
    return tagged(response, meeting_for(request.actor, meeting_id))


@router.post("/meetings", response={201: MeetingOut}, summary="Plan a meeting with people of an account")
@needs("daybook.meeting.edit")
def add_meeting(request: HttpRequest, response: HttpResponse, sent: MeetingIn) -> Any:
    values = sent.dict()
    made = plan_meeting(request.actor, values.pop("account_id"), **values)
    return Status(201, tagged(response, meeting_for(request.actor, made.pk)))


def _who(values: dict[str, Any]) -> dict[str, Any]:
    """What the action takes: a colleague instead of the number. Raises NotFound."""
    if "assignee_id" in values:
        number = values.pop("assignee_id")
        values["assignee"] = None if number is None else find(colleagues(), pk=number)
    return values
