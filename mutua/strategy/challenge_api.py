"""What is held against a version, and what must be true for it, for other programs."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from mutua.foundation.access import needs
from mutua.strategy.actions.answer_objection import answer_objection
from mutua.strategy.actions.check_assumption import check_assumption
from mutua.strategy.actions.raise_objection import raise_objection
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.queries.challenging import assumptions_of
from mutua.strategy.queries.strategies import version_for

router = Router()


class ObjectionIn(Schema, extra="forbid"):
    sentence: str


class AnswerIn(Schema, extra="forbid"):
    answer: str


class RaisedOut(Schema):
    id: int
    version_of_id: int
    sentence: str
    raised_at: datetime
    answer: str
    answered_at: datetime | None


class AssumptionIn(Schema, extra="forbid"):
    """metric: the measure that would show it; test_plan, due: how and by when it is tested."""

    sentence: str
    metric: str = ""
    test_plan: str = ""
    due: date | None = None


class CheckIn(Schema, extra="forbid"):
    holds: Literal["yes", "no", "unknown"]


class AssumedOut(AssumptionIn, extra="ignore"):
    id: int
    version_of_id: int
    holds: str
    checked_on: date | None


@router.post("/strategy-versions/{int:version_id}/objections", response={201: RaisedOut}, summary="Object to a version that is challenged")
@needs("strategy.strategy.challenge")
def add_objection(request: HttpRequest, version_id: int, sent: ObjectionIn) -> Any:
    return Status(201, raise_objection(request.actor, version_id, sentence=sent.sentence))


@router.post("/objections/{int:objection_id}/answer", response=RaisedOut, summary="Answer an objection, once")
@needs("strategy.strategy.edit")
def answer(request: HttpRequest, objection_id: int, sent: AnswerIn) -> Any:
    return answer_objection(request.actor, objection_id, answer=sent.answer)


@router.get("/strategy-versions/{int:version_id}/assumptions", response=list[AssumedOut], summary="What must be true for a version")
@needs("strategy.strategy.view")
def list_assumptions(request: HttpRequest, version_id: int) -> Any:
    return assumptions_of(request.actor, version_for(request.actor, version_id))


@router.post(
    "/strategy-versions/{int:version_id}/assumptions", response={201: AssumedOut}, summary="Say what must be true for an open version"
)
@needs("strategy.strategy.edit")
def add_assumption(request: HttpRequest, version_id: int, sent: AssumptionIn) -> Any:
    return Status(201, state_assumption(request.actor, version_id, **sent.dict()))


@router.post(
    "/assumptions/{int:assumption_id}/check", response=AssumedOut, summary="Say whether an assumption holds today; each look is kept"
)
@needs("strategy.strategy.edit")
def check(request: HttpRequest, assumption_id: int, sent: CheckIn) -> Any:
    return check_assumption(request.actor, assumption_id, holds=sent.holds)
