"""Readiness and profiles for other programs: the same acts and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import needs
from mutua.foundation.api.doors import seen, version_wanted
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.queries.assessments import Assessment, assessments_of, known_on
from mutua.relationships.queries.derived_as_of import derived_as_of
from mutua.relationships.queries.profiles_compared import Known, known_profiles

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


class CellIn(Schema, extra="forbid"):
    """All that is wanted at the touchpoint. measure, change: by how much one of its measures should move."""

    activities: list[str] = []
    performance: Decimal | None = None
    wish: str = ""
    measure: str = ""
    change: Decimal | None = None


class CellOut(CellIn, extra="ignore"):
    touchpoint: str


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
