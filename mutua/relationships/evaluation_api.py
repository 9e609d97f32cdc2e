"""Evaluations for other programs: which comparisons the data allow, what came of one, the decision, the evaluated year."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.relationships.actions.decide_evaluation import decide_evaluation
from mutua.relationships.actions.enter_trial import enter_trial
from mutua.relationships.actions.evaluate_item import evaluate_item
from mutua.relationships.actions.propose_item import propose_item
from mutua.relationships.comparing import offered
from mutua.relationships.models import ORDER_VALUE
from mutua.relationships.queries.evaluating import ground_of
from mutua.relationships.queries.evaluation_page import Ranked, year_page
from mutua.relationships.queries.evaluations import evaluation_for, evaluations_seen
from mutua.relationships.queries.plans import plan_for
from mutua.relationships.queries.roadmaps import item_for

router = Router()


class ComparisonOut(Schema):
    """One design. allowed: the data allow it; lacks: why not."""

    design: str
    name: str
    assumes: str
    allowed: bool
    lacks: str


class EvaluateIn(Schema, extra="forbid"):
    """design: one of the comparisons of the item; "before-after" is refused. margin_share: of the order value, what is return."""

    design: str
    outcome: str = ORDER_VALUE
    margin_share: Decimal | None = None
    actual_cost: Decimal | None = None
    began_on: date | None = None


class TrialIn(Schema, extra="forbid"):
    """effect: what the item returned in all; source_note: who ran the trial, on whom, when."""

    effect: Decimal
    standard_error: Decimal
    source_note: str
    actual_cost: Decimal | None = None


class DecisionIn(Schema, extra="forbid"):
    """verdict: "repeat", "stop" or "unclear"."""

    verdict: str
    reason: str


class ProposalIn(Schema, extra="forbid"):
    account_id: int


class ProposedOut(Schema):
    """The idea that stands on the roadmap now."""

    id: int
    version: int
    account_id: int
    activity_id: int
    state: str


class EvaluationOut(Schema):
    """effect with its 95 % interval: money of the currency; where outcome is a measure, points of its share."""

    id: int
    version: int
    item_id: int
    plan_id: int | None
    year: int
    outcome: str
    design: str
    began_on: date
    until: date
    currency: str
    planned_cost: Decimal
    planned_return: Decimal
    actual_cost: Decimal
    margin_share: Decimal
    effect: Decimal
    standard_error: Decimal
    lower: Decimal
    upper: Decimal
    shrunk_effect: Decimal | None
    chance_paid: Decimal | None
    source_note: str
    verdict: str
    reason: str
    decided_at: datetime | None
    updated_at: datetime


class EvaluationPage(PageOut):
    items: list[EvaluationOut]


class RankedOut(Schema):
    """One activity, customer or lever of an evaluated year."""

    name: str
    items: int
    planned_return: Decimal
    actual_cost: Decimal
    came: float
    lower: float
    upper: float
    shrunk: float
    probability_best: float


@router.get(
    "/roadmap-items/{int:item_id}/comparisons", response=list[ComparisonOut], summary="Comparisons of an item, what assumes least first"
)
@needs("relationships.evaluation.view")
def list_comparisons(request: HttpRequest, item_id: int, outcome: str = ORDER_VALUE) -> Any:
    ground = ground_of(item_for(request.actor, item_id), outcome=outcome)
    return [
        {"design": one.key, "name": str(one.name), "assumes": str(one.assumes), "allowed": not one.lacks, "lacks": str(one.lacks)}
        for one in offered(ground)
    ]


@router.post("/roadmap-items/{int:item_id}/evaluate", response=EvaluationOut, summary="Compare what an item brought")
@needs("relationships.evaluation.edit")
def evaluate(request: HttpRequest, response: HttpResponse, item_id: int, sent: EvaluateIn) -> Any:
    return tagged(response, evaluate_item(request.actor, item_id, version=version_wanted(request), **sent.dict()))


@router.post("/roadmap-items/{int:item_id}/trial", response=EvaluationOut, summary="Enter what a trial said of an item")
@needs("relationships.evaluation.edit")
def trial(request: HttpRequest, response: HttpResponse, item_id: int, sent: TrialIn) -> Any:
    return tagged(response, enter_trial(request.actor, item_id, version=version_wanted(request), **sent.dict()))


@router.get("/evaluations", response=EvaluationPage, summary="Evaluations that you see")
@needs("relationships.evaluation.view")
def list_evaluations(request: HttpRequest, sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        evaluations_seen(request.actor), "", actor=request.actor, filter="", sort=sort, after=after, limit=limit, sorts=("id", "updated_at")
    )
    return {"items": page.rows, "next": page.after}


@router.get("/evaluations/{int:evaluation_id}", response=EvaluationOut, summary="One evaluation")
@needs("relationships.evaluation.view")
def get_evaluation(request: HttpRequest, response: HttpResponse, evaluation_id: int) -> Any:
    return tagged(response, evaluation_for(request.actor, evaluation_id))


@router.post("/evaluations/{int:evaluation_id}/decide", response=EvaluationOut, summary="Decide what follows from an evaluation")
@needs("relationships.evaluation.decide")
def decide(request: HttpRequest, response: HttpResponse, evaluation_id: int, sent: DecisionIn) -> Any:
    return seen(request, response, decide_evaluation(request.actor, evaluation_id, version=version_wanted(request), **sent.dict()))


@router.post("/evaluations/{int:evaluation_id}/propose", response={201: ProposedOut}, summary="Put a proposal on the roadmap of an account")
@needs("relationships.roadmap.edit")
def propose(request: HttpRequest, evaluation_id: int, sent: ProposalIn) -> Any:
    return Status(201, propose_item(request.actor, evaluation_id, sent.account_id))


@router.get(
    "/plans/{int:plan_id}/evaluation", response=list[RankedOut], summary="What paid in the year of a plan, the most probably best first"
)
@needs("relationships.plan.view")
def evaluated_year(request: HttpRequest, plan_id: int, by: str = "activity") -> Any:
    return [_ranked(one) for one in year_page(request.actor, plan_for(request.actor, plan_id), by).ranked]


def _ranked(one: Ranked) -> dict[str, Any]:
    total = one.total
    return {
        "name": one.name,
        "items": total.count,
        "planned_return": total.planned_return,
        "actual_cost": total.actual_cost,
        "came": total.came.effect,
        "lower": total.lower,
        "upper": total.upper,
        "shrunk": one.pulled.effect,
        "probability_best": one.pulled.best,
    }
