"""The initiatives of a version, for other programs."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from mutua.foundation.access import needs
from mutua.foundation.api.doors import seen, version_wanted
from mutua.strategy.actions.plan_initiatives import Intended, plan_initiatives
from mutua.strategy.queries.roadmap import initiatives_of
from mutua.strategy.queries.strategies import version_for

router = Router()


class InitiativeIn(Schema, extra="forbid"):
    """quarter: 1 to 4, in which it begins; lasts: quarters; money in all, in the offering's currency; lever_id: one that the version has chosen."""

    name: str
    year: int
    quarter: int
    lasts: int = 1
    cost_us: Decimal = Decimal(0)
    cost_them: Decimal = Decimal(0)
    return_us: Decimal | None = None
    return_them: Decimal | None = None
    lever_id: int | None = None


class InitiativeOut(InitiativeIn, extra="ignore"):
    id: int


@router.get("/strategy-versions/{int:version_id}/initiatives", response=list[InitiativeOut], summary="The initiatives of a version")
@needs("strategy.strategy.view")
def list_initiatives(request: HttpRequest, version_id: int) -> Any:
    return initiatives_of(request.actor, version_for(request.actor, version_id))


@router.put(
    "/strategy-versions/{int:version_id}/initiatives", response=list[InitiativeOut], summary="Plan the initiatives of an open version"
)
@needs("strategy.strategy.edit")
def put_initiatives(request: HttpRequest, response: HttpResponse, version_id: int, sent: list[InitiativeIn]) -> Any:
    """All of them: those of before are replaced."""
    wanted = [Intended(**one.dict()) for one in sent]
    draft = plan_initiatives(request.actor, version_id, wanted, version=version_wanted(request))
    seen(request, response, draft)
    return initiatives_of(request.actor, draft)
