"""The forecast, its changes, quotas and calls for other programs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import Actor, NotFound, find, needs
from mutua.foundation.api.doors import seen, version_wanted
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.call_forecast import call_forecast
from mutua.sales.actions.override_forecast import override_forecast
from mutua.sales.actions.say_quota import say_quota
from mutua.sales.queries.forecast import BYS, Line, forecast_of
from mutua.sales.queries.said import calls_said, quotas_said
from mutua.sales.queries.snapshots import Scope, accuracy, changes, snapshot_on, snapshots_seen
from mutua.sales.queries.subjects import people_of, teams_of, territories_of_people
from mutua.sales.rules.periods import Period, read_period

router = Router()
MOST = 200


class OverrideIn(Schema, extra="forbid"):
    """category: commit, best, pipeline or omitted, with a reason; empty: that of its stage."""

    category: str
    reason: str = ""


class OverriddenOut(Schema):
    id: int
    version: int
    forecast_category: str
    forecast_reason: str


class RateOut(Schema):
    of: str
    to: str
    factor: Decimal
    on: date
    source: str


class LineOut(Schema):
    """Amounts in the currency of the forecast. quota, call: null where nothing was said. depth: how far below the top of the tree."""

    key: str
    name: str
    depth: int
    won: Decimal
    commit: Decimal
    best: Decimal
    pipeline: Decimal
    omitted: Decimal
    weighted: Decimal
    quota: Decimal | None
    call: Decimal | None
    call_reason: str


class ForecastOut(Schema):
    """left_out: what is in no sum, for nobody has said a rate. undated: open deals that are in no period."""

    period: str
    by: str
    currency: str
    lines: list[LineOut]
    total: LineOut
    rates: list[RateOut]
    left_out: dict[str, Decimal]
    undated: int


class SnapshotOut(Schema):
    """on: the Monday. rebuilt: it was made later from the history of the deals."""

    on: date
    taken_at: datetime
    rebuilt: bool


class StepOut(Schema):
    """step: new, moved_in, grown, shrunk, moved_out, won, lost or gone. deals: their numbers."""

    step: str
    amount: Decimal
    deals: list[int]


class ChangesOut(Schema):
    """opening and all steps together are closing, to the cent."""

    period: str
    since: date
    until: date
    currency: str
    opening: Decimal
    steps: list[StepOut]
    closing: Decimal
    rates: list[RateOut]


class ToldOut(Schema):
    on: date
    weeks: int
    won: Decimal
    committed: Decimal
    best_case: Decimal
    weighted: Decimal


class AccuracyOut(Schema):
    """came: what was won, so far where the period is not over."""

    period: str
    currency: str
    is_over: bool
    came: Decimal
    told: list[ToldOut]


class SaidIn(Schema, extra="forbid"):
    """Of one person, team or territory. period: 2026, 2026-Q4 or 2026-12. amount null takes it back."""

    user_id: int | None = None
    team_id: int | None = None
    territory_id: int | None = None
    period: str
    amount: Decimal | None
    currency: str = "USD"
    reason: str = ""


class SaidOut(Schema):
    id: int
    user_id: int | None
    team_id: int | None
    territory_id: int | None
    first: date
    last: date
    amount: Decimal | None
    currency: str
    reason: str
    said_at: datetime
    said_by: str


@router.get("/forecast", response=ForecastOut, summary="The forecast of a period, by person, team or territory")
@needs("sales.forecast.view")
def get_forecast(request: HttpRequest, period: str, by: str = "person", currency: str = "") -> Any:
    if by not in BYS:
        raise Refused(_("Add up by one of: %(names)s.") % {"names": ", ".join(BYS)}, field="by")
    found = forecast_of(request.actor, _period(period), by=by, currency=currency.upper())  # type: ignore[arg-type]
    return {
        "period": found.period.text, "by": found.by, "currency": found.currency, "lines": [_line(one) for one in found.lines], "total": _line(found.total),
        "rates": list(found.rates.used.values()), "left_out": found.left_out, "undated": found.undated,
    }  # fmt: skip


@router.get("/forecast/snapshots", response=list[SnapshotOut], summary="The weeks that were kept, the newest first")
@needs("sales.forecast.view")
def list_snapshots(request: HttpRequest, limit: int = Query(50, ge=1, le=200)) -> Any:
    return snapshots_seen(request.actor)[:limit]


@router.get("/forecast/changes", response=ChangesOut, summary="What changed in the pipeline of a period between two Mondays")
@needs("sales.forecast.view")
def get_changes(
    request: HttpRequest,
    period: str,
    since: date,
    until: date,
    currency: str = "",
    owner_id: int | None = None,
    territory_id: int | None = None,
) -> Any:
    before, after = snapshot_on(request.actor, since), snapshot_on(request.actor, until)
    scope = Scope(owner_id, territory_id)
    found = changes(request.actor, before, after, _period(period), currency=currency.upper(), scope=scope)
    steps = [{"step": step, "amount": amount, "deals": list(found.bridge.deals[step])} for step, amount in found.bridge.steps.items()]
    return {
        "period": found.period.text, "since": before.on, "until": after.on, "currency": found.currency, "opening": found.bridge.opening,
        "steps": steps, "closing": found.bridge.closing, "rates": list(found.rates.used.values()),
    }  # fmt: skip


@router.get("/forecast/accuracy", response=AccuracyOut, summary="What each Monday said of a period, and what came")
@needs("sales.forecast.view")
def get_accuracy(request: HttpRequest, period: str, currency: str = "") -> Any:
    found = accuracy(request.actor, _period(period), currency=currency.upper())
    told = [
        {
            "on": one.snapshot.on, "weeks": one.weeks, "won": one.figures.won, "committed": one.figures.committed, "best_case": one.figures.best_case,
            "weighted": one.figures.weighted,
        }
        for one in found.told
    ]  # fmt: skip
    return {"period": found.period.text, "currency": found.currency, "is_over": found.is_over, "came": found.came, "told": told}


@router.post("/opportunities/{int:opportunity_id}/forecast", response=OverriddenOut, summary="Say how sure a deal is")
@needs("sales.opportunity.edit")
def override(request: HttpRequest, response: HttpResponse, opportunity_id: int, sent: OverrideIn) -> Any:
    return seen(request, response, override_forecast(request.actor, opportunity_id, version=version_wanted(request), **sent.dict()))


@router.get("/quotas", response=list[SaidOut], summary="Quotas, the newest first")
@needs("sales.forecast.view")
def list_quotas(request: HttpRequest, limit: int = Query(50, ge=1, le=200)) -> Any:
    return quotas_said(request.actor)[:limit]


@router.post("/quotas", response={201: list[SaidOut]}, summary="Say quotas; all of them or none")
@needs("sales.quota.edit")
def add_quotas(request: HttpRequest, sent: list[SaidIn]) -> Any:
    if len(sent) > MOST:
        raise Refused(_("At most %(n)s quotas at a time. Nothing was saved.") % {"n": MOST})
    with transaction.atomic():
        return Status(201, [say_quota(request.actor, **_values(request.actor, one)) for one in sent])


@router.get("/forecast/calls", response=list[SaidOut], summary="What managers expect, the newest first")
@needs("sales.forecast.view")
def list_calls(request: HttpRequest, limit: int = Query(50, ge=1, le=200)) -> Any:
    return calls_said(request.actor)[:limit]


@router.post("/forecast/calls", response={201: SaidOut}, summary="Say what you expect beside the sum of the deals")
@needs("sales.forecast.call")
def add_call(request: HttpRequest, sent: SaidIn) -> Any:
    return Status(201, call_forecast(request.actor, **_values(request.actor, sent)))


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except ValueError:
        raise Refused(_("Write a year, a quarter or a month: 2026, 2026-Q4 or 2026-12."), field="period") from None


def _line(line: Line) -> dict[str, Any]:
    f = line.figures
    return {
        "key": line.key, "name": line.name, "depth": line.depth, "won": f.won, "commit": f.commit, "best": f.best, "pipeline": f.pipeline,
        "omitted": f.omitted, "weighted": f.weighted, "quota": line.quota, "call": line.called, "call_reason": line.call.reason if line.call else "",
    }  # fmt: skip


def _values(actor: Actor, sent: SaidIn) -> dict[str, Any]:
    """As the actions take them: about whom as a record, the period as its days."""
    given = [
        (rows, number)
        for rows, number in ((people_of, sent.user_id), (teams_of, sent.team_id), (territories_of_people, sent.territory_id))
        if number
    ]
    if len(given) != 1:
        raise Refused(_("Say one person, one team or one territory. Nothing was saved."), field="of")
    [(rows, number)] = given
    try:
        subject = find(rows(actor), pk=number)
    except NotFound:
        raise Refused(_("Nobody of this number works with you or below you. Nothing was saved."), field="of") from None
    period = _period(sent.period)
    return {
        "of": subject, "first": period.first, "last": period.last, "amount": sent.amount, "currency": sent.currency.upper(), "reason": sent.reason,
    }  # fmt: skip
