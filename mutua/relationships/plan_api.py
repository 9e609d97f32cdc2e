"""Plans for other programs: the same actions and queries as the pages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.relationships.actions.approve_plan import approve_plan
from mutua.relationships.actions.begin_plan import begin_plan
from mutua.relationships.actions.change_plan import change_plan
from mutua.relationships.actions.move_plan import move_plan
from mutua.relationships.actions.open_plan import open_plan
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.actions.roll_forward import roll_forward
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plan_page import reason_left_out
from mutua.relationships.queries.plan_progress import progress_of
from mutua.relationships.queries.plan_seen import Seen, as_seen, net_told, tell_nets
from mutua.relationships.queries.plans import plan_for, plans_in_brief
from mutua.relationships.rules.freezing import digest

router = Router()


class FloorIn(Schema, extra="forbid"):
    """What a tier of accounts gets at least: so many items, so much of our money."""

    tier: int
    items: int = 0
    money: Decimal = Decimal(0)


class PlanMeans(Schema, extra="forbid"):
    """budget: one amount a quarter, one to four. capacity: team → hours in as many quarters. discount_rate: a quarter."""

    budget: list[Decimal]
    capacity: dict[str, list[Decimal]] = {}
    discount_rate: Decimal = Decimal(0)
    customer_must_gain: bool = False
    max_levers: int | None = None
    floors: list[FloorIn] = []


class PlanIn(PlanMeans):
    """account_ids: only these accounts; none: all."""

    year: int
    currency: str
    name: str = ""
    account_ids: list[int] = []


class PlanOut(Schema):
    """value: what the chosen items net; null before the search, and for who does not see all of the plan's accounts. sha256: of the frozen content, "" before approval."""

    id: int
    version: int
    year: int
    name: str
    state: str
    currency: str
    budget: list[Decimal]
    capacity: dict[str, list[Decimal]]
    discount_rate: Decimal
    customer_must_gain: bool
    max_levers: int | None
    floors: list[FloorIn]
    value: Decimal | None
    status: str | None
    sha256: str
    approved_at: datetime | None
    rolled_from_id: int | None
    updated_at: datetime

    @staticmethod
    def resolve_value(plan: PlanCycle, context: dict[str, Any]) -> Decimal | None:
        return plan.netted if hasattr(plan, "netted") else net_told(context["request"].actor, plan)

    @staticmethod
    def resolve_status(plan: PlanCycle) -> str | None:
        if hasattr(plan, "how_sure"):  # of a list, which does not read what was chosen
            return plan.how_sure
        return (plan.snapshot or plan.choice or {}).get("status")

    @staticmethod
    def resolve_sha256(plan: PlanCycle) -> str:
        return plan.snapshot_sha256


class PlanPage(PageOut):
    items: list[PlanOut]


class ChosenOut(Schema):
    item_id: int
    account_id: int
    name: str
    quarter: int
    costs: list[Decimal]
    returns: list[Decimal]
    their_costs: list[Decimal]
    their_returns: list[Decimal]


class LeftOut(Schema):
    item_id: int
    account_id: int
    name: str
    why: str


class ChoiceOut(Schema):
    """What the search found. status: optimal, within gap, or not proven; bound: no plan nets more. complete: the figures beside the plan are all there.

    curve: pairs of budget and net return. marginal: what one `step` more of the budget, or of a team's hours, in a quarter brings.
    gate: the gated plan, what one without gates seems to net, and what that one would truly yield. seal_holds: null before approval.
    unseen: how many items, chosen or not, belong to accounts that you do not see. Where there are any, value, bound, greedy, step and gate are null,
    marginal and curve are empty, and spent and hours are those of the items that you see.
    """

    unseen: int
    value: Decimal | None
    bound: Decimal | None
    status: str
    complete: bool
    greedy: Decimal | None
    spent: list[Decimal]
    hours: dict[str, list[Decimal]]
    chosen: list[ChosenOut]
    left_out: list[LeftOut]
    step: Decimal | None
    marginal: list[tuple[str, int, Decimal]]
    curve: list[tuple[Decimal, Decimal]]
    gate: dict[str, Decimal] | None
    seal_holds: bool | None


class QuarterOut(Schema):
    number: int
    planned: Decimal
    spent: Decimal
    hours_planned: Decimal
    hours_taken: Decimal


class LateOut(Schema):
    item_id: int
    account_id: int
    late: str
    quarter: int


class ProgressOut(Schema):
    """late: "begin": was to begin in that quarter; "end": was to be done by its end."""

    quarters: list[QuarterOut]
    outside: Decimal
    items: int
    finished: int
    running: int
    stopped: int
    late: list[LateOut]


class MoveIn(Schema, extra="forbid"):
    """to: in-force, evaluated or closed."""

    to: str


@router.get("/plans", response=PlanPage, summary="Plans that you see")
@needs("relationships.plan.view")
def list_plans(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    page = page_of(
        plans_in_brief(request.actor),
        "plan",
        actor=request.actor,
        filter=filter,
        sort=sort,
        after=after,
        limit=limit,
        sorts=("id", "updated_at"),
    )
    tell_nets(request.actor, page.rows)
    return {"items": page.rows, "next": page.after}


@router.get("/plans/{int:plan_id}", response=PlanOut, summary="One plan")
@needs("relationships.plan.view")
def get_plan(request: HttpRequest, response: HttpResponse, plan_id: int) -> Any:
    return tagged(response, plan_for(request.actor, plan_id))


@router.post("/plans", response={201: PlanOut}, summary="Open the plan of a year")
@needs("relationships.plan.edit")
def add_plan(request: HttpRequest, response: HttpResponse, sent: PlanIn) -> Any:
    values = sent.dict()
    return Status(201, tagged(response, open_plan(request.actor, **{**values, "currency": values["currency"].upper()})))


@router.put("/plans/{int:plan_id}/means", response=PlanOut, summary="Change money, hours and limits of a plan that is not approved")
@needs("relationships.plan.edit")
def set_means(request: HttpRequest, response: HttpResponse, plan_id: int, sent: PlanMeans) -> Any:
    return seen(request, response, change_plan(request.actor, plan_id, version=version_wanted(request), **sent.dict()))


@router.get("/plans/{int:plan_id}/choice", response=ChoiceOut | None, summary="What a plan chose, and why not the rest")
@needs("relationships.plan.view")
def get_choice(request: HttpRequest, plan_id: int) -> Any:
    plan = plan_for(request.actor, plan_id)
    found = as_seen(request.actor, plan)
    return _choice(plan, found) if found else None


@router.get("/plans/{int:plan_id}/progress", response=ProgressOut | None, summary="An approved plan against what has happened")
@needs("relationships.plan.view")
def get_progress(request: HttpRequest, plan_id: int) -> Any:
    progress = progress_of(request.actor, plan_for(request.actor, plan_id))
    if progress is None:
        return None
    late = [{"item_id": row.item.pk, "account_id": row.item.account_id, "late": row.late, "quarter": row.number} for row in progress.late]
    counts = {name: getattr(progress, name) for name in ("outside", "items", "finished", "running", "stopped")}
    return {**counts, "quarters": progress.quarters, "late": late}


@router.post("/plans/{int:plan_id}/begin", response=PlanOut, summary="Begin a plan year: profiles are fresh, last year is evaluated")
@needs("relationships.plan.edit")
def begin(request: HttpRequest, response: HttpResponse, plan_id: int) -> Any:
    return seen(request, response, begin_plan(request.actor, plan_id, version=version_wanted(request)))


@router.post(
    "/plans/{int:plan_id}/choose", response={202: PlanOut}, summary="Let the optimiser choose; ask for the choice until it is complete"
)
@needs("relationships.plan.edit")
def choose(request: HttpRequest, response: HttpResponse, plan_id: int) -> Any:
    return Status(202, seen(request, response, ask_for_optimum(request.actor, plan_id, version=version_wanted(request))))


@router.post("/plans/{int:plan_id}/approve", response=PlanOut, summary="Approve and freeze a plan, in your name")
@needs("relationships.plan.approve")
def approve(request: HttpRequest, response: HttpResponse, plan_id: int) -> Any:
    return seen(request, response, approve_plan(request.actor, plan_id, version=version_wanted(request)))


@router.post("/plans/{int:plan_id}/move", response=PlanOut, summary="Put an approved plan in force, say that it is evaluated, or close it")
@needs("relationships.plan.edit")
def move(request: HttpRequest, response: HttpResponse, plan_id: int, sent: MoveIn) -> Any:
    return seen(request, response, move_plan(request.actor, plan_id, version=version_wanted(request), to=sent.to))


@router.post(
    "/plans/{int:plan_id}/roll-forward", response={201: PlanOut}, summary="Open the plan of the next year, which goes on from this one"
)
@needs("relationships.plan.edit")
def roll(request: HttpRequest, response: HttpResponse, plan_id: int) -> Any:
    return Status(201, tagged(response, roll_forward(request.actor, plan_id, version=version_wanted(request))))


def _choice(plan: PlanCycle, found: Seen) -> dict[str, Any]:
    read = found.read
    items = read["items"]
    return {
        "unseen": found.unseen + found.unseen_left,
        **{name: read.get(name) for name in ("value", "bound", "status", "step", "gate")},
        "complete": read.get("complete", True),
        "greedy": read["greedy"]["value"] if found.is_whole else None,
        "spent": read["used"]["money"],
        "hours": read["used"]["hours"],
        "chosen": [
            {
                **{name: items[key][name] for name in ("account_id", "name", "costs", "returns", "their_costs", "their_returns")},
                "item_id": items[key]["id"],
                "quarter": begins + 1,
            }
            for key, begins in sorted(read["start"].items(), key=lambda row: (row[1], int(row[0])))
        ],
        "left_out": [
            {"item_id": item["id"], "account_id": item["account_id"], "name": item["name"], "why": reason_left_out(read, key)}
            for key, item in items.items()
            if key not in read["start"]
        ],
        "marginal": [(name, period + 1, more) for name, period, more in read.get("marginal", ())],
        "curve": read.get("frontier", ()),
        "seal_holds": digest(plan.snapshot) == plan.snapshot_sha256 if plan.snapshot else None,
    }
