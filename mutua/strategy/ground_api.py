"""What a version rests on, for other programs: needs, market, levers, findings and the options made of them."""

from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from mutua.foundation.access import find, needs
from mutua.foundation.api.doors import tagged, version_wanted
from mutua.strategy.actions.answer_needs import answer_needs
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.decide_option import decide_option
from mutua.strategy.actions.find_swot import Ground, edit_swot, strike_swot
from mutua.strategy.actions.place_in_market import Placed, place_in_market
from mutua.strategy.actions.propose_options import propose_options
from mutua.strategy.models import Lever, Option, SwotItem
from mutua.strategy.queries.grounds import grounds_of, need_for, option_for, served_needs, swot_item_for
from mutua.strategy.queries.strategies import version_for

router = Router()


class LeverIn(Schema, extra="forbid"):
    """contribution: expected a year, in the offering's currency."""

    name: str
    contribution: Decimal | None = None
    is_chosen: bool = False


class NamedLeverOut(LeverIn, extra="ignore"):
    """id: of the lever in the catalogue, as options and initiatives name it."""

    id: int


class LeversOut(Schema):
    """warning: a sentence where more are chosen than can be pulled well."""

    levers: list[NamedLeverOut]
    warning: str = ""


class PlaceIn(Schema, extra="forbid"):
    """share: 0 to 1; size: money a year, in the offering's currency; rank: 1 is the first."""

    year: int
    share: Decimal
    is_envisioned: bool = False
    size: Decimal | None = None
    rank: int | None = None
    origin: str = ""


class PlaceOut(PlaceIn, extra="ignore"):
    pass


class NeedsIn(Schema, extra="forbid"):
    need_ids: list[int]


class NeedsOut(Schema):
    """Of customers that you see."""

    need_ids: list[int]


class FindingChange(Schema, extra="forbid"):
    """Only what is sent is changed. kind: strength, weakness, opportunity or threat."""

    kind: str = ""
    sentence: str = ""
    evidence: str = ""
    link: str = ""
    need_id: int | None = None
    metric: str = ""


class FindingOut(Schema):
    id: int
    kind: str
    sentence: str
    evidence: str
    link: str
    need_id: int | None
    metric: str
    is_struck: bool


class OptionChange(Schema, extra="forbid"):
    """state: kept (with a lever of the version's own) or dismissed (with the reason), or open again."""

    state: Literal["open", "kept", "dismissed"]
    sentence: str = ""
    lever_id: int | None = None
    reason: str = ""


class DecidedOut(Schema):
    id: int
    kind: str
    inside_id: int
    outside_id: int
    sentence: str
    state: str
    lever_id: int | None
    reason: str


@router.get("/strategy-versions/{int:version_id}/levers", response=LeversOut, summary="The levers of a version")
@needs("strategy.strategy.view")
def list_levers(request: HttpRequest, response: HttpResponse, version_id: int) -> Any:
    version = tagged(response, version_for(request.actor, version_id))
    return {"levers": _levers(version)}


@router.put("/strategy-versions/{int:version_id}/levers", response=LeversOut, summary="Name and choose the levers of an open version")
@needs("strategy.strategy.edit")
def put_levers(request: HttpRequest, response: HttpResponse, version_id: int, sent: list[LeverIn]) -> Any:
    """All of them: those of before are replaced. If-Match: the version's."""
    done = choose_levers(request.actor, version_id, [Wanted(**one.dict()) for one in sent], version=version_wanted(request))
    tagged(response, done.version)
    return {"levers": _levers(done.version), "warning": done.warning}


@router.put("/strategy-versions/{int:version_id}/positions", response=list[PlaceOut], summary="Place an open version in its market")
@needs("strategy.strategy.edit")
def put_positions(request: HttpRequest, response: HttpResponse, version_id: int, sent: list[PlaceIn]) -> Any:
    """All years: those of before are replaced. If-Match: the version's."""
    places = [Placed(**one.dict()) for one in sent]
    version = tagged(response, place_in_market(request.actor, version_id, places, version=version_wanted(request)))
    return grounds_of(request.actor, version).positions


@router.put("/strategy-versions/{int:version_id}/needs", response=NeedsOut, summary="Choose the needs that an open version answers")
@needs("strategy.strategy.edit")
def put_needs(request: HttpRequest, response: HttpResponse, version_id: int, sent: NeedsIn) -> Any:
    """Those that you see: what somebody else chose and you do not see stays. If-Match: the version's."""
    version = tagged(response, answer_needs(request.actor, version_id, sent.need_ids, version=version_wanted(request)))
    return {"need_ids": [need.pk for need in served_needs(request.actor, version)]}


@router.patch("/swot/{int:swot_id}", response=FindingOut, summary="Change a finding of an open version")
@needs("strategy.strategy.edit")
def change_finding(request: HttpRequest, response: HttpResponse, swot_id: int, sent: FindingChange) -> Any:
    """If-Match: the strategy version's, and the ETag of the answer is that of the strategy version."""
    item = swot_item_for(request.actor, swot_id)
    stands = {name: getattr(item, name) for name in FindingChange.model_fields}
    values = {**stands, **sent.dict(exclude_unset=True)}
    need = item.need if values["need_id"] == item.need_id else need_for(request.actor, values["need_id"]) if values["need_id"] else None
    ground = Ground(values["evidence"], values["link"], need, values["metric"])
    version = version_wanted(request)
    written = edit_swot(request.actor, swot_id, version=version, kind=values["kind"], sentence=values["sentence"], ground=ground)
    return _finding(request, response, written)


@router.post("/swot/{int:swot_id}/strike", response=FindingOut, summary="Strike a finding out of an open version, with its options")
@needs("strategy.strategy.edit")
def strike_finding(request: HttpRequest, response: HttpResponse, swot_id: int) -> Any:
    """If-Match: the strategy version's."""
    return _finding(request, response, strike_swot(request.actor, swot_id, version=version_wanted(request)))


@router.post("/swot/{int:swot_id}/put-back", response=FindingOut, summary="Put a finding back that was struck out")
@needs("strategy.strategy.edit")
def put_finding_back(request: HttpRequest, response: HttpResponse, swot_id: int) -> Any:
    """If-Match: the strategy version's."""
    return _finding(request, response, strike_swot(request.actor, swot_id, version=version_wanted(request), back=True))


@router.post(
    "/strategy-versions/{int:version_id}/options", response=list[DecidedOut], summary="Make the options that follow from the findings"
)
@needs("strategy.strategy.edit")
def propose(request: HttpRequest, response: HttpResponse, version_id: int) -> Any:
    """All of the version; those that stand already stay as they were decided. If-Match: the version's."""
    propose_options(request.actor, version_id, version=version_wanted(request))
    version = tagged(response, version_for(request.actor, version_id))
    return [_option(one) for one in grounds_of(request.actor, version).options]


@router.patch("/options/{int:option_id}", response=DecidedOut, summary="Keep an option with a lever, or dismiss it with a reason")
@needs("strategy.strategy.edit")
def decide(request: HttpRequest, response: HttpResponse, option_id: int, sent: OptionChange) -> Any:
    """If-Match: the strategy version's, and the ETag of the answer is that of the strategy version."""
    option = option_for(request.actor, option_id)
    lever = None if sent.lever_id is None else find(Lever.objects.filter(uses__version=option.version_of_id), pk=sent.lever_id)
    decided = decide_option(
        request.actor,
        option_id,
        version=version_wanted(request),
        state=sent.state,
        sentence=sent.sentence or option.sentence,
        lever=lever,
        reason=sent.reason,
    )
    tagged(response, version_for(request.actor, option.version_of_id))
    return _option(decided)


def _levers(version: Any) -> list[dict[str, Any]]:
    rows = version.levers.select_related("lever").order_by("-is_chosen", "-contribution", "lever__name")
    return [{"id": row.lever_id, "name": row.lever.name, "contribution": row.contribution, "is_chosen": row.is_chosen} for row in rows]


def _finding(request: HttpRequest, response: HttpResponse, item: SwotItem) -> dict[str, Any]:
    """As the caller sees it: a need of a customer that it does not see is not told."""
    tagged(response, version_for(request.actor, item.version_of_id))
    told = {name: getattr(item, name) for name in ("kind", "sentence", "evidence", "link", "metric")}
    version = item.version_of
    seen = {one.pk: one.need_id for one in grounds_of(request.actor, version).swot if one.need_seen}  # type: ignore[attr-defined]
    return {**told, "id": item.pk, "need_id": seen.get(item.pk), "is_struck": item.struck_at is not None}


def _option(one: Option) -> dict[str, Any]:
    return {name: getattr(one, name) for name in DecidedOut.model_fields}
