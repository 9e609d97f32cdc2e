"""Readiness and profiles for other programs: the same acts and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, needs
from mutua.foundation.api.doors import seen, version_wanted
from mutua.relationships.actions.agree_profile import agree_profile
from mutua.relationships.actions.answer_proposal import answer_proposal
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.keep_profiles import keep_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.queries.assessments import Assessment, assessments_of, known_on
from mutua.relationships.queries.derived_as_of import derived_as_of
from mutua.relationships.queries.profiles_compared import Known, compare, known_profiles
from mutua.relationships.queries.profiles_kept import snapshots_of
from mutua.relationships.queries.readiness_proposals import proposals_of

router = Router()


class AssessmentIn(Schema, extra="forbid"):
    """levels: dimension (data, systems, people, process, will) to 0.0–4.0 in tenths, null where nobody knows; what is left out stays."""

    levels: dict[str, Decimal | None]
    evidence: str = ""
    confidence: Decimal = Decimal("0.50")


class AssessmentOut(Schema):
    """sure: what the confidence still counts; half of it once the assessment has expired."""

    dimension: str
    level: Decimal | None
    evidence: str
    confidence: Decimal
    sure: Decimal
    expired: bool
    on: date
    who: str
    from_data: str


class ReadinessOut(Schema):
    """now: what stands; history: everything that was ever assessed, newest first."""

    now: list[AssessmentOut]
    history: list[AssessmentOut]


class ProposalOut(Schema):
    """A level that rows of the back office speak for: good of the rows of the last year. level: null of fewer than twenty. answer: what was said to it last."""

    figure: str
    dimension: str
    title: str
    good: int
    of: int
    level: Decimal | None
    answer: str


class ProposalAnswerIn(Schema, extra="forbid"):
    """level: where the answer is adjusted; reason: where it is refused."""

    answer: Literal["accepted", "adjusted", "refused"]
    level: Decimal | None = None
    reason: str = ""


class CellIn(Schema, extra="forbid"):
    """All that is wanted at the touchpoint. measure, change: by how much one of its measures should move."""

    activities: list[str] = []
    performance: Decimal | None = None
    wish: str = ""
    measure: str = ""
    change: Decimal | None = None


class CellOut(CellIn, extra="ignore"):
    touchpoint: str


Which = Literal["current", "ours", "customer", "surrogate", "joint"]


class ProfileIn(Schema, extra="forbid"):
    perspective: Literal["ours", "customer", "surrogate", "joint"]
    as_of: date | None = None
    confidence: Decimal | None = None
    confidence_reason: str = ""
    participants: str = ""
    note: str = ""


class ProfileOut(Schema):
    id: int
    version: int
    account_id: int
    perspective: str
    as_of: date
    confidence: Decimal
    confidence_reason: str
    state: str
    visibility: str
    updated_at: datetime


class KnownOut(Schema):
    """A desired profile as it was known: since when, and what it wanted."""

    profile_id: int
    perspective: str
    state: str
    visibility: str
    confidence: Decimal
    since: datetime
    cells: list[CellOut]


class PractisedOut(Schema):
    touchpoint: str
    type: str | None
    emerging: bool
    mixed_with: str | None
    activities: dict[str, str]


class ProfilesOut(Schema):
    """As it was known at the end of the day `on`: what was practised, with the derived type, and what each perspective wanted."""

    on: date
    current: list[PractisedOut]
    desired: list[KnownOut]


class AgreeIn(Schema, extra="forbid"):
    """how: who of theirs agreed, when and by what. It stands on their page with who of ours wrote it down."""

    how: str


class ComparedOut(Schema):
    """Keys of practices at one touchpoint. conflicts: both say something, and not the same."""

    touchpoint: str
    only_first: list[str]
    only_second: list[str]
    both: list[str]
    conflicts: bool


class ComparisonOut(Schema):
    first: str
    first_on: date
    second: str
    second_on: date
    rows: list[ComparedOut]


class KeepIn(Schema, extra="forbid"):
    year: int


class KeptOut(Schema):
    account_id: int
    year: int
    taken_at: datetime
    sha256: str


class MoveIn(Schema, extra="forbid"):
    to: Literal["draft", "reviewed", "validated", "baselined", "superseded"]


@router.get("/readiness", response=ReadinessOut, summary="Our own readiness")
@needs("relationships.profile.view")
def our_readiness(request: HttpRequest) -> Any:
    return _readiness(assessments_of(request.actor, None))


@router.get("/accounts/{int:account_id}/readiness", response=ReadinessOut, summary="Readiness of an account")
@needs("relationships.profile.view")
def get_readiness(request: HttpRequest, account_id: int) -> Any:
    return _readiness(assessments_of(request.actor, account_for(request.actor, account_id).pk))


@router.post("/readiness", response=ReadinessOut, summary="Assess our own readiness")
@needs("relationships.readiness.edit")
def assess_ours(request: HttpRequest, sent: AssessmentIn) -> Any:
    assess_readiness(request.actor, None, sent.levels, evidence=sent.evidence, confidence=sent.confidence)
    return _readiness(assessments_of(request.actor, None))


@router.post("/accounts/{int:account_id}/readiness", response=ReadinessOut, summary="Assess the readiness of an account")
@needs("relationships.readiness.edit")
def assess_account(request: HttpRequest, account_id: int, sent: AssessmentIn) -> Any:
    assess_readiness(request.actor, account_id, sent.levels, evidence=sent.evidence, confidence=sent.confidence)
    return _readiness(assessments_of(request.actor, account_id))


@router.get("/readiness/proposals", response=list[ProposalOut], summary="What our rows say of our own readiness")
@needs("relationships.profile.view")
def our_proposals(request: HttpRequest) -> Any:
    return _proposals(request.actor, None)


@router.get(
    "/accounts/{int:account_id}/readiness/proposals", response=list[ProposalOut], summary="What the rows say of an account's readiness"
)
@needs("relationships.profile.view")
def list_proposals(request: HttpRequest, account_id: int) -> Any:
    return _proposals(request.actor, account_for(request.actor, account_id).pk)


@router.post("/readiness/proposals/{slug:figure}", response=ReadinessOut, summary="Take or refuse what the rows say of our own readiness")
@needs("relationships.readiness.edit")
def answer_ours(request: HttpRequest, figure: str, sent: ProposalAnswerIn) -> Any:
    answer_proposal(request.actor, None, figure, **sent.dict())
    return _readiness(assessments_of(request.actor, None))


@router.post(
    "/accounts/{int:account_id}/readiness/proposals/{slug:figure}",
    response=ReadinessOut,
    summary="Take or refuse what the rows say of an account's readiness",
)
@needs("relationships.readiness.edit")
def answer_of_account(request: HttpRequest, account_id: int, figure: str, sent: ProposalAnswerIn) -> Any:
    answer_proposal(request.actor, account_id, figure, **sent.dict())
    return _readiness(assessments_of(request.actor, account_id))


@router.get("/accounts/{int:account_id}/profiles", response=ProfilesOut, summary="Profiles of an account as of a day")
@needs("relationships.profile.view")
def get_profiles(request: HttpRequest, account_id: int, on: date | None = None) -> Any:
    day = on or days.today()
    then = derived_as_of(request.actor, account_id, day)
    current = [
        {
            "touchpoint": one.entry.key,
            "type": one.derived.type,
            "emerging": one.derived.emerging,
            "mixed_with": one.derived.mixed_with,
            "activities": {engagement.key: engagement.state.value for engagement in one.engagements},
        }
        for one in then.touchpoints
    ]
    return {"on": day, "current": current, "desired": [_known(one) for one in known_profiles(request.actor, account_id, day).values()]}


@router.post("/accounts/{int:account_id}/profiles", response={201: ProfileOut}, summary="Draft a desired profile")
@needs("relationships.profile.edit")
def add_profile(request: HttpRequest, account_id: int, sent: ProfileIn) -> Any:
    return Status(201, draft_profile(request.actor, account_id, **sent.dict()))


@router.put("/profiles/{int:profile_id}/touchpoints/{slug:key}", response=ProfileOut, summary="Say what is wanted at a touchpoint")
@needs("relationships.profile.edit")
def put_cell(request: HttpRequest, response: HttpResponse, profile_id: int, key: str, sent: CellIn) -> Any:
    said = sent.dict()
    changed = set_desired(request.actor, profile_id, key, said.pop("activities"), version=version_wanted(request), **said)
    return seen(request, response, changed)


@router.post("/profiles/{int:profile_id}/move", response=ProfileOut, summary="Move a desired profile to its next state")
@needs("relationships.profile.edit")
def move(request: HttpRequest, response: HttpResponse, profile_id: int, sent: MoveIn) -> Any:
    return seen(request, response, move_profile(request.actor, profile_id, version=version_wanted(request), to=sent.to))


@router.post("/profiles/{int:profile_id}/share", response=ProfileOut, summary="Share a desired profile with the customer")
@needs("relationships.profile.share")
def share(request: HttpRequest, response: HttpResponse, profile_id: int) -> Any:
    return seen(request, response, share_profile(request.actor, profile_id, version=version_wanted(request)))


@router.post("/profiles/{int:profile_id}/agree", response=ProfileOut, summary="Write down that the customer agreed to a profile")
@needs("relationships.profile.share")
def agree(request: HttpRequest, response: HttpResponse, profile_id: int, sent: AgreeIn) -> Any:
    return seen(request, response, agree_profile(request.actor, profile_id, version=version_wanted(request), how=sent.how))


@router.get(
    "/accounts/{int:account_id}/profiles/compare", response=ComparisonOut, summary="Two profiles side by side, each as known on a day"
)
@needs("relationships.profile.view")
def compare_profiles(
    request: HttpRequest,
    account_id: int,
    first: Which = "current",
    second: Which = "joint",
    on: date | None = None,
    second_on: date | None = None,
) -> Any:
    """first, second: "current" for what is practised, or whose wishes. on, second_on: today where nothing is said."""
    day = on or days.today()
    account_for(request.actor, account_id)
    found = compare(request.actor, account_id, (first, day), (second, second_on or day))
    rows = [
        {
            "touchpoint": row.entry.touchpoint.key,
            "only_first": sorted(row.difference.only_first),
            "only_second": sorted(row.difference.only_second),
            "both": sorted(row.difference.both),
            "conflicts": row.conflicts,
        }
        for row in found.rows
    ]
    return {"first": first, "first_on": day, "second": second, "second_on": second_on or day, "rows": rows}


@router.get("/accounts/{int:account_id}/profiles/kept", response=list[KeptOut], summary="What was kept of the profiles for plan years")
@needs("relationships.profile.view")
def list_kept(request: HttpRequest, account_id: int) -> Any:
    return snapshots_of(request.actor, account_for(request.actor, account_id).pk)


@router.post("/accounts/{int:account_id}/profiles/keep", response={201: KeptOut}, summary="Keep the profiles of an account for a plan year")
@needs("relationships.profile.edit")
def keep(request: HttpRequest, account_id: int, sent: KeepIn) -> Any:
    return Status(201, keep_profile(request.actor, account_id, year=sent.year))


def _readiness(told: list[Assessment]) -> dict[str, Any]:
    return {"now": list(known_on(told).values()), "history": told}


def _known(known: Known) -> dict[str, Any]:
    cells = [
        {
            "touchpoint": key,
            "activities": sorted(cell.activities),
            "performance": cell.performance,
            "wish": cell.wish,
            "measure": cell.measure,
            "change": cell.change,
        }
        for key, cell in known.cells.items()
    ]
    told = {name: getattr(known, name) for name in ("profile_id", "perspective", "state", "visibility", "confidence")}
    return {**told, "since": known.at, "cells": cells}


def _proposals(actor: Actor, account_id: int | None) -> list[dict[str, Any]]:
    return [
        {
            "figure": one.source.key,
            "dimension": one.source.dimension.value,
            "title": str(one.source.title),
            "good": one.good,
            "of": one.of,
            "level": one.level,
            "answer": one.answer.answer if one.answer is not None else "",
        }
        for one in proposals_of(actor, account_id)
    ]
