"""Strategies, what their versions say and what these rest on, for other programs: the same actions and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from mutua.foundation.access import needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import seen, tagged, version_wanted
from mutua.strategy.actions.find_swot import Ground, find_swot
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.remove_objective import remove_objective
from mutua.strategy.actions.set_objective import add_objective, edit_objective
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.board_api import router as board_router
from mutua.strategy.case_api import router as case_router
from mutua.strategy.challenge_api import router as challenge_router
from mutua.strategy.criteria_api import router as criteria_router
from mutua.strategy.customer_strategy_api import router as customer_strategy_router
from mutua.strategy.evidence_api import router as evidence_router
from mutua.strategy.ground_api import router as ground_router
from mutua.strategy.initiative_api import router as initiative_router
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.challenging import objections_of
from mutua.strategy.queries.grounds import grounds_of, need_for
from mutua.strategy.queries.strategies import (
    objective_for,
    objective_in,
    strategy_for,
    version_for,
    version_shown,
    versions_seen,
)
from mutua.strategy.review_api import router as review_router
from mutua.strategy.segment_api import router as segment_router
from mutua.strategy.sight_api import router as sight_router
from mutua.strategy.strategy_api import router as strategy_router

router = Router()
for _part in (
    board_router,
    case_router,
    challenge_router,
    criteria_router,
    customer_strategy_router,
    evidence_router,
    ground_router,
    initiative_router,
    review_router,
    segment_router,
    sight_router,
    strategy_router,
):
    router.add_router("", _part)


class VersionOut(Schema):
    """What a strategy says from one day to another. version: of the record, for If-Match; number: of the strategy version."""

    id: int
    version: int
    strategy_id: int
    number: int
    state: str
    ansoff: str
    statement: str
    who: str
    value_to_them: str
    value_to_us: str
    what_we_do: str
    alpha: Decimal
    approved_at: datetime | None
    active_from: date | None
    ended_on: date | None


class VersionChange(Schema, extra="forbid"):
    """Only what is sent is changed."""

    statement: str = ""
    who: str = ""
    value_to_them: str = ""
    value_to_us: str = ""
    what_we_do: str = ""
    ansoff: str = ""
    alpha: Decimal = Decimal("0.05")


class MoveIn(Schema, extra="forbid"):
    """to: challenged, draft, approved, active or completed. active_from: the day from which it counts; today without it."""

    to: str
    active_from: date | None = None


class PositionOut(Schema):
    """share: 0 to 1; size: a year, in the offering's currency."""

    year: int
    is_envisioned: bool
    share: Decimal
    size: Decimal | None
    rank: int | None
    origin: str


class SwotIn(Schema, extra="forbid"):
    """A finding rests on a need, a measure (its key) or a page of Mutua (its path)."""

    kind: str
    sentence: str
    evidence: str = ""
    link: str = ""
    need_id: int | None = None
    metric: str = ""


class SwotOut(SwotIn, extra="ignore"):
    id: int


class OptionOut(Schema):
    """kind: SO, ST, WO or WT. inside_id, outside_id: the findings that it joins."""

    id: int
    kind: str
    inside_id: int
    outside_id: int
    sentence: str
    state: str
    lever: str
    reason: str


class ObjectionOut(Schema):
    id: int
    sentence: str
    raised_at: datetime
    answer: str
    answered_at: datetime | None


class AssumptionOut(Schema):
    id: int
    sentence: str
    metric: str
    test_plan: str
    due: date | None
    holds: str
    checked_on: date | None


class LeverOut(Schema):
    """contribution: expected a year, in the offering's currency."""

    name: str
    contribution: Decimal | None
    is_chosen: bool


class WholeVersionOut(VersionOut):
    """need_ids: the needs that it answers, of customers that you see."""

    levers: list[LeverOut]
    need_ids: list[int]
    positions: list[PositionOut]
    swot: list[SwotOut]
    options: list[OptionOut]
    objections: list[ObjectionOut]
    assumptions: list[AssumptionOut]


class ObjectiveIn(CustomIn, extra="forbid"):
    """serves_id: the objective of the same version that it works for. target, break_even, tolerance: in the unit of the measure, a share of 97 % is 0.97."""

    name: str
    metric: str
    target: float
    break_even: float
    tolerance: float = 0.0
    perspective: str = "customer"
    baseline: float | None = None
    due: date | None = None
    serves_id: int | None = None
    budget: Decimal | None = None
    planned_return: Decimal | None = None


class ObjectiveChange(CustomIn, extra="forbid"):
    """Only what is sent is changed."""

    name: str = ""
    metric: str = ""
    target: float = 0.0
    break_even: float = 0.0
    tolerance: float = 0.0
    perspective: str = ""
    baseline: float | None = None
    due: date | None = None
    serves_id: int | None = None
    budget: Decimal | None = None
    planned_return: Decimal | None = None


class ObjectiveOut(CustomOut):
    id: int
    version: int
    version_of_id: int
    name: str
    metric: str
    perspective: str
    target: float
    break_even: float
    tolerance: float
    baseline: float | None
    due: date | None
    serves_id: int | None
    budget: Decimal | None
    planned_return: Decimal | None
    updated_at: datetime


@router.get("/strategies/{int:strategy_id}/versions", response=list[VersionOut], summary="The versions of a strategy, the newest first")
@needs("strategy.strategy.view")
def list_versions(request: HttpRequest, strategy_id: int) -> Any:
    strategy = strategy_for(request.actor, strategy_id)
    return list(versions_seen(request.actor).filter(strategy=strategy).order_by("-number"))


@router.get("/strategy-versions/{int:version_id}", response=WholeVersionOut, summary="One version with what it rests on")
@needs("strategy.strategy.view")
def get_version(request: HttpRequest, response: HttpResponse, version_id: int) -> Any:
    return tagged(response, _whole(request, version_for(request.actor, version_id)))


@router.patch("/strategy-versions/{int:version_id}", response=VersionOut, summary="Write what an open version says")
@needs("strategy.strategy.edit")
def change_version(request: HttpRequest, response: HttpResponse, version_id: int, sent: VersionChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return tagged(response, write_version(request.actor, version_id, version=version_wanted(request), **values))


@router.post("/strategy-versions/{int:version_id}/move", response=VersionOut, summary="Challenge, approve, activate or complete a version")
@needs("strategy.strategy.edit")
def move(request: HttpRequest, response: HttpResponse, version_id: int, sent: MoveIn) -> Any:
    return tagged(response, move_version(request.actor, version_id, sent.to, version=version_wanted(request), active_from=sent.active_from))


@router.post("/strategy-versions/{int:version_id}/swot", response={201: SwotOut}, summary="Write down a finding of an open version")
@needs("strategy.strategy.edit")
def add_swot(request: HttpRequest, version_id: int, sent: SwotIn) -> Any:
    need = need_for(request.actor, sent.need_id) if sent.need_id is not None else None
    ground = Ground(sent.evidence, sent.link, need, sent.metric)
    return Status(201, find_swot(request.actor, version_id, kind=sent.kind, sentence=sent.sentence, ground=ground))


@router.get("/strategy-versions/{int:version_id}/objectives", response=list[ObjectiveOut], summary="The objectives of a version")
@needs("strategy.strategy.view")
def list_objectives(request: HttpRequest, version_id: int) -> Any:
    version = version_for(request.actor, version_id)
    return list(version_shown(request.actor, version.strategy, version.number).objectives.all())


@router.post("/strategy-versions/{int:version_id}/objectives", response={201: ObjectiveOut}, summary="Add an objective to an open version")
@needs("strategy.strategy.edit")
def add_objective_to(request: HttpRequest, response: HttpResponse, version_id: int, sent: ObjectiveIn) -> Any:
    values = _with_served(request, version_id, sent.dict(exclude_unset=True))
    return Status(201, seen(request, response, add_objective(request.actor, version_id, **values)))


@router.get("/objectives/{int:objective_id}", response=ObjectiveOut, summary="One objective")
@needs("strategy.strategy.view")
def get_objective(request: HttpRequest, response: HttpResponse, objective_id: int) -> Any:
    return tagged(response, objective_for(request.actor, objective_id))


@router.patch("/objectives/{int:objective_id}", response=ObjectiveOut, summary="Change an objective of an open version")
@needs("strategy.strategy.edit")
def change_objective(request: HttpRequest, response: HttpResponse, objective_id: int, sent: ObjectiveChange) -> Any:
    version_id = objective_for(request.actor, objective_id).version_of_id
    values = _with_served(request, version_id, sent.dict(exclude_unset=True))
    return seen(request, response, edit_objective(request.actor, objective_id, version=version_wanted(request), **values))


@router.delete("/objectives/{int:objective_id}", response={204: None}, summary="Take an objective off an open version")
@needs("strategy.strategy.edit")
def take_objective_off(request: HttpRequest, objective_id: int) -> Any:
    remove_objective(request.actor, objective_id, version=version_wanted(request))
    return Status(204, None)


def _with_served(request: HttpRequest, version_id: int, values: dict[str, Any]) -> dict[str, Any]:
    """With the objective that it serves instead of its number, which is one of the same version. Raises NotFound."""
    if "serves_id" in values:
        number = values.pop("serves_id")
        values["serves"] = None if number is None else objective_in(request.actor, version_id, number)
    return values


def _whole(request: HttpRequest, version: StrategyVersion) -> Any:
    """The version, with what it rests on as attributes that the schema reads."""
    found = grounds_of(request.actor, version)
    shown = version_shown(request.actor, version.strategy, version.number)
    words = {name: getattr(shown, name) for name in VersionOut.model_fields}
    options = [
        {
            "id": one.pk, "kind": one.kind, "inside_id": one.inside_id, "outside_id": one.outside_id, "sentence": one.sentence,
            "state": one.state, "lever": one.lever.name if one.lever else "", "reason": one.reason,
        }
        for one in found.options
    ]  # fmt: skip
    levers = [{"name": row.lever.name, "contribution": row.contribution, "is_chosen": row.is_chosen} for row in shown.levers.all()]
    swot = [{**_of(item, SwotOut), "need_id": item.need_id if item.need_seen else None} for item in found.swot]  # type: ignore[attr-defined]
    return WholeVersionOut.model_validate(
        {
            **words,
            "levers": levers,
            "need_ids": [need.pk for need in found.needs],
            "positions": [_of(one, PositionOut) for one in found.positions],
            "swot": swot,
            "options": options,
            "objections": [_of(one, ObjectionOut) for one in objections_of(request.actor, version)],
            "assumptions": [_of(one, AssumptionOut) for one in shown.assumptions.all()],
        }
    )


def _of(row: Any, schema: type[Schema]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schema.model_fields}
