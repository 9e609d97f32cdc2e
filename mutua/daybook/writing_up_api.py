"""Writing up a meeting for other programs: what was said, what changed, who does what, all of it or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from mutua.customers.queries.colleagues import colleagues
from mutua.daybook.actions.write_up_meeting import Begun, Judged, Moved, Promised, WrittenUp, write_up_meeting
from mutua.daybook.diary_api import InteractionOut
from mutua.daybook.queries.daybook import interaction_for, meeting_for
from mutua.foundation import days
from mutua.foundation.access import find, needs
from mutua.foundation.api.doors import tagged, version_wanted

router = Router()
Five = Annotated[int, Field(ge=1, le=5)]


class EngagementMoved(Schema, extra="forbid"):
    """An engagement that goes to another state. version: as it was read."""

    id: int
    version: int
    to: Literal["planned", "pilot", "partial", "full", "retired"]


class EngagementBegun(Schema, extra="forbid"):
    """activity: the key of one that does not stand at the touchpoint yet."""

    account_touchpoint_id: int
    activity: str
    state: Literal["planned", "pilot", "partial", "full"] = "planned"


class NeedJudged(Schema, extra="forbid"):
    """How well a need is satisfied now, 1 to 5; met: it is met, or no longer wanted."""

    id: int
    version: int
    satisfaction: Five | None = None
    met: bool = False


class NeedHeard(Schema, extra="forbid"):
    """words: theirs."""

    words: str
    importance: Five = 3


class TaskPromised(Schema, extra="forbid"):
    """assignee_id: who does it; the caller, where nobody is named. promised_to_id: which of theirs waits for it."""

    title: str
    assignee_id: int | None = None
    due_on: date | None = None
    promised_to_id: int | None = None


class WriteUpIn(Schema, extra="forbid"):
    """body: what was said. touchpoint: a key; left out, that of the meeting, or inferred. The rest: only what changed."""

    body: str
    channel: Literal["visit", "call"] = "visit"
    person_id: int | None = None
    touchpoint: str = ""
    moved: list[EngagementMoved] = Field([], max_length=40)
    begun: list[EngagementBegun] = Field([], max_length=40)
    judged: list[NeedJudged] = Field([], max_length=40)
    needs: list[NeedHeard] = Field([], max_length=40)
    tasks: list[TaskPromised] = Field([], max_length=40)


@router.post("/meetings/{int:meeting_id}/write-up", response={201: InteractionOut}, summary="Write up a meeting, all of it or nothing")
@needs("daybook.interaction.create")
def write_up(request: HttpRequest, response: HttpResponse, meeting_id: int, sent: WriteUpIn) -> Any:
    account_id, version = meeting_for(request.actor, meeting_id).account_id, version_wanted(request)
    return _written(request, response, write_up_meeting(request.actor, account_id, _said(sent), meeting_id=meeting_id, version=version))


@router.post("/accounts/{int:account_id}/write-up", response={201: InteractionOut}, summary="The same where no meeting was planned")
@needs("daybook.interaction.create")
def write_up_unplanned(request: HttpRequest, response: HttpResponse, account_id: int, sent: WriteUpIn) -> Any:
    return _written(request, response, write_up_meeting(request.actor, account_id, _said(sent)))


def _written(request: HttpRequest, response: HttpResponse, interaction: Any) -> Any:
    return Status(201, tagged(response, interaction_for(request.actor, interaction.pk)))  # type: ignore[attr-defined]


def _said(sent: WriteUpIn) -> WrittenUp:
    """What the action takes; a refusal names the part by its place, as `moved.0`. Raises NotFound for a colleague whom there is not."""
    return WrittenUp(
        body=sent.body,
        channel=sent.channel,
        person_id=sent.person_id,
        touchpoint=sent.touchpoint,
        moved=[Moved(one.id, one.version, one.to, name) for name, one in _parts("moved", sent.moved)],
        begun=[Begun(one.account_touchpoint_id, one.activity, one.state, name) for name, one in _parts("begun", sent.begun)],
        judged=[Judged(one.id, one.version, _judgement(one), name) for name, one in _parts("judged", sent.judged)],
        new_needs=[(one.words, one.importance) for one in sent.needs],
        promised=[
            Promised(
                one.title,
                None if one.assignee_id is None else find(colleagues(), pk=one.assignee_id),
                one.due_on,
                one.promised_to_id,
                name,
            )
            for name, one in _parts("tasks", sent.tasks)
        ],
    )


def _parts(name: str, parts: Iterable[Any]) -> list[tuple[str, Any]]:
    return [(f"{name}.{place}", part) for place, part in enumerate(parts)]


def _judgement(one: NeedJudged) -> dict[str, Any]:
    said = {} if one.satisfaction is None else {"satisfaction": one.satisfaction}
    return {**said, "closed_on": days.today()} if one.met else said
