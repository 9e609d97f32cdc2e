"""Contacts and tasks for other programs: the same actions and queries as the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query
from pydantic import AliasPath, AwareDatetime, Field

from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.people import person_for
from mutua.daybook.actions.correct_touchpoint import correct_touchpoint
from mutua.daybook.actions.edit_interaction import edit_interaction
from mutua.daybook.actions.edit_task import edit_task
from mutua.daybook.actions.finish_task import finish_task
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.queries.daybook import interaction_for, interactions_seen, task_for, tasks_seen
from mutua.daybook.queries.inferring import strategy_named
from mutua.foundation.access import find, needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted

router = Router()
SORTS = ("id", "updated_at")


Channel = Literal["note", "call", "mail", "visit", "chat", "portal", "edi"]
Side = Literal["us", "them", "both"]
# Of the record's touchpoint, whether it comes by itself or in a page.
TouchpointKey = Annotated[str, Field(validation_alias=AliasPath("touchpoint", "key"))]


class InteractionIn(CustomIn, extra="forbid"):
    """One contact that happened. account_id: null only with a person or a household that is a customer by itself. touchpoint: its key; left
    out, it is inferred and told as inferred. at: now, where nobody says another moment."""

    account_id: int | None = None
    body: str
    channel: Channel = "note"
    person_id: int | None = None
    household_id: int | None = None
    touchpoint: str = ""
    side: Side = "us"
    at: AwareDatetime | None = None


class InteractionChange(CustomIn, extra="forbid"):
    """Only what is sent is changed. What it was about has an operation of its own: /touchpoint."""

    channel: Channel = "note"
    side: Side = "us"
    body: str = ""


class TouchpointIn(Schema, extra="forbid"):
    """touchpoint: the key of the one that it was about."""

    touchpoint: str


class InteractionOut(CustomOut):
    """account_id: null for a contact with a person or a household that is a customer by itself."""

    id: int
    version: int
    account_id: int | None
    person_id: int | None
    household_id: int | None
    touchpoint: TouchpointKey
    touchpoint_inferred: bool
    owner_id: int | None
    channel: str
    side: str
    at: datetime
    body: str
    updated_at: datetime


class InteractionPage(PageOut):
    items: list[InteractionOut]


class TaskIn(CustomIn, extra="forbid"):
    """assignee_id: who does it; the caller, where nobody is named. strategy_id: the strategy that it serves; null: none; left out: inferred.

    promised_to_id: the person of the customer who waits for it.
    """

    title: str
    account_id: int | None = None
    due_on: date | None = None
    assignee_id: int | None = None
    promised_to_id: int | None = None
    strategy_id: int | None = None
    note: str = ""


class TaskChange(CustomIn, extra="forbid"):
    """Only what is sent is changed. strategy_id: null: it serves none."""

    title: str = ""
    due_on: date | None = None
    assignee_id: int | None = None
    strategy_id: int | None = None
    note: str = ""


class TaskDone(Schema, extra="forbid"):
    """done: false opens it again."""

    done: bool = True


class TaskOut(CustomOut):
    """strategy_id: the strategy that it serves; null: none. strategy_inferred: from the account, and nobody has said so."""

    id: int
    version: int
    title: str
    note: str
    due_on: date | None
    assignee_id: int | None
    account_id: int | None
    promised_to_id: int | None
    strategy_id: int | None
    strategy_inferred: bool
    done_at: datetime | None
    updated_at: datetime


class TaskPage(PageOut):
    items: list[TaskOut]


@router.get("/interactions", response=InteractionPage, summary="What happened with customers that you see")
@needs("daybook.interaction.view")
def list_interactions(
    request: HttpRequest,
    account_id: int | None = None,
    filter: str = "",
    sort: str = "-id",
    after: str = "",
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    rows = interactions_seen(request.actor).select_related("touchpoint")
    rows = rows if account_id is None else rows.filter(account=account_id)
    page = page_of(rows, "interaction", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=(*SORTS, "at"))
    return {"items": page.rows, "next": page.after}


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


@router.patch("/interactions/{int:interaction_id}", response=InteractionOut, summary="Correct what was noted")
@needs("daybook.interaction.edit")
def change_interaction(request: HttpRequest, response: HttpResponse, interaction_id: int, sent: InteractionChange) -> Any:
    edit_interaction(request.actor, interaction_id, version=version_wanted(request), **sent.dict(exclude_unset=True))
    return tagged(response, interaction_for(request.actor, interaction_id))


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
    filter: str = "",
    sort: str = "-id",
    after: str = "",
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """done: only those that are, or only those that are not."""
    rows = tasks_seen(request.actor)
    rows = rows if account_id is None else rows.filter(account=account_id)
    rows = rows if done is None else rows.filter(done_at__isnull=not done)
    page = page_of(rows, "task", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=(*SORTS, "due_on"))
    return {"items": page.rows, "next": page.after}


@router.get("/tasks/{int:task_id}", response=TaskOut, summary="One task")
@needs("daybook.task.view")
def get_task(request: HttpRequest, response: HttpResponse, task_id: int) -> Any:
    return tagged(response, task_for(request.actor, task_id))


@router.post("/tasks", response={201: TaskOut}, summary="Promise a task")
@needs("daybook.task.edit")
def add_task(request: HttpRequest, response: HttpResponse, sent: TaskIn) -> Any:
    values = _named(request, sent.dict(exclude_unset=True))
    return Status(201, seen(request, response, promise_task(request.actor, infer="strategy" not in values, **values)))


@router.patch("/tasks/{int:task_id}", response=TaskOut, summary="Change a task")
@needs("daybook.task.edit")
def change_task(request: HttpRequest, response: HttpResponse, task_id: int, sent: TaskChange) -> Any:
    values = _named(request, sent.dict(exclude_unset=True))
    return seen(request, response, edit_task(request.actor, task_id, version=version_wanted(request), **values))


@router.post("/tasks/{int:task_id}/done", response=TaskOut, summary="Say that a task is done, or open it again")
@needs("daybook.task.edit")
def done(request: HttpRequest, response: HttpResponse, task_id: int, sent: TaskDone) -> Any:
    return seen(request, response, finish_task(request.actor, task_id, version=version_wanted(request), done=sent.done))


def _named(request: HttpRequest, values: dict[str, Any]) -> dict[str, Any]:
    """What the actions take: a colleague, a person and a strategy instead of their numbers. Raises NotFound."""
    if "assignee_id" in values:
        number = values.pop("assignee_id")
        values["assignee"] = None if number is None else find(colleagues(), pk=number)
    if "promised_to_id" in values:
        number = values.pop("promised_to_id")
        values["promised_to"] = None if number is None else person_for(request.actor, number)  # type: ignore[attr-defined]
    if "strategy_id" in values:
        number = values.pop("strategy_id")
        values["strategy"] = None if number is None else strategy_named(request.actor, number)  # type: ignore[attr-defined]
    return values
