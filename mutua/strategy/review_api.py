"""The review for other programs: what the evidence says of all strategies and of one, its rows and its course, and the decision."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import version_wanted
from mutua.strategy.actions.decide_review import decide_review
from mutua.strategy.models import Review, StrategyVersion
from mutua.strategy.queries.reviewing import Reading, course_of, overall, reading_of, readings_of, reviews_of, rows_behind
from mutua.strategy.queries.standing_out import standing_out
from mutua.strategy.queries.strategies import strategy_for, version_shown
from mutua.strategy.queries.summary import Line, Purseful, summary

router = Router()
MOST = 500


class VerdictOut(Schema):
    """What is known of an objective now. lower, upper: of the band that holds at every look, null where there is no bound yet.

    more: about so many outcomes more will decide. alpha: this objective's share of its version's chance of a wrong alarm.
    """

    objective_id: int
    name: str
    metric: str
    unit: str
    verdict: str
    observations: int
    estimate: float | None
    lower: float | None
    upper: float | None
    more: int | None
    plan: float
    tolerance: float
    break_even: float
    alpha: float
    day: date | None


class ReviewOut(Schema):
    """A decision with the evidence of its moment, which nothing changes afterwards."""

    id: int
    version_id: int
    decision: str
    reason: str
    decider: str
    decided_at: datetime
    evidence: list[dict[str, Any]]


class StandingOut(Schema):
    """verdict: the gravest of its objectives, empty where none is watched. stands_out: unfit even when all in force are looked at together."""

    strategy_id: int
    version_id: int
    number: int
    state: str
    verdict: str
    stands_out: bool
    verdicts: list[VerdictOut]


class WholeReviewOut(StandingOut):
    decisions: list[ReviewOut]


class MoneyOut(Schema):
    """In one currency; null where nothing is known. What `us` and `them` put in (planned, spent) and get (expected, returned)."""

    currency: str
    budget: Decimal | None
    planned_us: Decimal | None
    planned_them: Decimal | None
    spent_us: Decimal | None
    expected_us: Decimal | None
    expected_them: Decimal | None
    returned_us: Decimal | None
    returned_them: Decimal | None


class SummaryLineOut(StandingOut):
    name: str
    money: list[MoneyOut]


class OffOut(Schema):
    kind: str
    all: int
    off: int


class SummaryOut(Schema):
    """Every strategy that you see, the gravest first; the money of the rows that you see; work under way that serves none, by kind."""

    strategies: list[SummaryLineOut]
    totals: list[MoneyOut]
    off_strategy: list[OffOut]


class MeasurementOut(Schema):
    day: date
    observations: int
    estimate: float
    lower: float | None
    upper: float | None
    verdict: str
    more: int | None


class OutcomeOut(Schema):
    """An outcome as it was counted: position in the order of counting, day to whose evidence it belongs."""

    position: int
    day: date
    known_on: date
    value: float
    account_id: int | None
    label: str
    link: str
    amount: Decimal | None
    currency: str


class DecisionIn(Schema, extra="forbid"):
    """decision: continue, amend or abandon."""

    decision: str
    reason: str


@router.get("/strategies/summary", response=SummaryOut, summary="Every strategy with its verdict and its money")
@needs("strategy.strategy.view")
def get_summary(request: HttpRequest) -> Any:
    found = summary(request.actor)
    return {
        "strategies": [
            {**_standing(line), "name": line.strategy.name, "money": [_money(one) for one in line.money]} for line in found.lines
        ],
        "totals": [_money(one) for one in found.totals],
        "off_strategy": [{"kind": work.key, "all": share.all, "off": share.off} for work, share in found.off],
    }


@router.get(
    "/strategies/{int:strategy_id}/review", response=WholeReviewOut, summary="What the evidence says of a strategy, and what was decided"
)
@needs("strategy.strategy.view")
def get_review(request: HttpRequest, strategy_id: int, number: int | None = None) -> Any:
    """number: of the version; without it the one in force, else the newest."""
    strategy = strategy_for(request.actor, strategy_id)
    version = version_shown(request.actor, strategy, number)
    readings = readings_of([version]).get(version.pk, [])
    out = version.state == StrategyVersion.State.ACTIVE and version.pk in standing_out().out
    line = Line(version, overall(readings) if readings else "", readings, out, [])
    return {**_standing(line), "decisions": [_decision(one) for one in reviews_of(request.actor, version)[:MOST]]}


@router.get("/objectives/{int:objective_id}/verdict", response=VerdictOut, summary="What the evidence says of one objective")
@needs("strategy.strategy.view")
def get_verdict(request: HttpRequest, objective_id: int) -> Any:
    return _verdict(reading_of(request.actor, objective_id))


@router.get(
    "/objectives/{int:objective_id}/measurements", response=list[MeasurementOut], summary="What was known of an objective day by day"
)
@needs("strategy.strategy.view")
def list_measurements(request: HttpRequest, objective_id: int, since: date | None = None, limit: int = Query(MOST, ge=1, le=MOST)) -> Any:
    """Oldest first, from `since` on; the next page begins on the day after the last."""
    course = course_of(request.actor, reading_of(request.actor, objective_id).objective)
    return [one for one in course if since is None or one.day >= since][:limit]


@router.get("/objectives/{int:objective_id}/outcomes", response=list[OutcomeOut], summary="The outcomes under an objective's numbers")
@needs("strategy.strategy.view")
def list_outcomes(request: HttpRequest, objective_id: int, before: int | None = None, limit: int = Query(100, ge=1, le=MOST)) -> Any:
    """Newest first, of accounts that you see; the next page is `before` the last position."""
    rows = rows_behind(request.actor, reading_of(request.actor, objective_id).objective)
    return list((rows if before is None else rows.filter(position__lt=before))[:limit])


@router.post(
    "/strategy-versions/{int:version_id}/decide", response={201: ReviewOut}, summary="Continue, amend or abandon a version in force"
)
@needs("strategy.review.decide")
def decide(request: HttpRequest, version_id: int, sent: DecisionIn) -> Any:
    """The evidence of this moment is kept with the decision. Amending drafts the next version; abandoning ends this one at once."""
    made = decide_review(request.actor, version_id, decision=sent.decision, reason=sent.reason, version=version_wanted(request))
    return Status(201, _decision(made))


def _standing(line: Line) -> dict[str, Any]:
    version = line.version
    return {
        "strategy_id": version.strategy_id,
        "version_id": version.pk,
        "number": version.number,
        "state": version.state,
        "verdict": line.verdict,
        "stands_out": line.stands_out,
        "verdicts": [_verdict(reading) for reading in line.readings],
    }


def _verdict(reading: Reading) -> dict[str, Any]:
    now, judged = reading.now, reading.judged
    known = {name: getattr(now, name, None) for name in ("estimate", "lower", "upper", "more", "day")}
    return {
        "objective_id": reading.objective.pk,
        "name": reading.objective.name,
        "metric": reading.objective.metric,
        "unit": reading.metric.unit,
        "verdict": reading.verdict,
        "observations": now.observations if now else 0,
        "plan": judged.plan,
        "tolerance": judged.tolerance,
        "break_even": judged.break_even,
        "alpha": judged.alpha,
        **known,
    }


def _decision(review: Review) -> dict[str, Any]:
    return {
        "id": review.pk,
        "version_id": review.version_of_id,
        "decision": review.decision,
        "reason": review.reason,
        "decider": review.decider_name,
        "decided_at": review.decided_at,
        "evidence": review.evidence,
    }


def _money(one: Purseful) -> dict[str, Any]:
    places = (
        ("planned", "us"),
        ("planned", "them"),
        ("spent", "us"),
        ("expected", "us"),
        ("expected", "them"),
        ("returned", "us"),
        ("returned", "them"),
    )
    return {"currency": one.currency, "budget": one.budget, **{f"{kind}_{side}": one.of(kind, side) for kind, side in places}}
