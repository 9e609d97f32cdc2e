"""Measures, what was reported of them, and differences, for other programs: the same acts and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, page_of, seen, tagged, version_wanted
from mutua.relationships.actions.change_measure import change_measure
from mutua.relationships.actions.decide_differences import decide_difference
from mutua.relationships.actions.define_measure import define_measure
from mutua.relationships.actions.reconcile import reconcile
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.actions.set_watch_budget import set_watch_budget
from mutua.relationships.measures import kind_named
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.queries.measure_page import figure_known, standing_of, year_rows
from mutua.relationships.queries.measure_then import measure_then
from mutua.relationships.queries.measures import measure_for, measures_seen
from mutua.relationships.queries.observations import observations_known, observations_of
from mutua.relationships.queries.reconciling import differences_seen
from mutua.relationships.queries.watches import watch_budget

router = Router()
MOST_REPORTS = 200


class MeasureChange(Schema, extra="forbid"):
    """Only what is sent is changed. Shares are between 0 and 1, days are days; early_days: null where any earlier day is welcome."""

    name: str = ""
    counted_from: Literal["shipments", "invoices", "file", "reported"] = "reported"
    early_days: int | None = None
    late_days: int = 0
    window_days: int = 30
    completeness: Decimal = Decimal(1)
    target: Decimal = Decimal("0.95")
    tolerance: Decimal = Decimal("0.90")
    break_even: Decimal | None = None
    least_share: Decimal = Decimal("0.90")
    is_proxy: bool = True
    proxy_name: str = ""


class MeasureIn(MeasureChange):
    """kind: what it counts, such as on-time-in-full; what is left out stays as the kind starts."""

    touchpoint: str
    kind: str


class MeasureOut(Schema):
    """owner: the account whose measure it is, or the named proxy whose figures stand in for it."""

    id: int
    version: int
    account_id: int
    account_touchpoint_id: int
    key: str
    kind: str
    name: str
    unit: str
    better: str
    counted_from: str
    early_days: int | None
    late_days: int
    window_days: int
    completeness: Decimal
    target: Decimal
    tolerance: Decimal
    break_even: Decimal | None
    least_share: Decimal
    is_proxy: bool
    proxy_name: str
    owner: str
    updated_at: datetime

    @staticmethod
    def resolve_account_id(measure: PerformanceMeasure) -> int:
        return measure.account_touchpoint.account_id

    @staticmethod
    def resolve_owner(measure: PerformanceMeasure) -> str:
        return measure.proxy_name if measure.is_proxy else measure.account_touchpoint.account.name


class MeasurePageOut(PageOut):
    items: list[MeasureOut]


class FigureOut(Schema):
    """numerator of denominator from `since` to `until`, as it was known on `known_on`, by the definition in force that day; value: null where nothing was."""

    measure_id: int
    known_on: date | None
    since: date | None
    until: date | None
    numerator: float
    denominator: float
    value: float | None
    standing: str
    good: int | None
    of: int | None


class ObservationIn(Schema, extra="forbid"):
    since: date
    until: date
    numerator: Decimal
    denominator: Decimal
    reason: str = ""


class ObservationOut(ObservationIn, extra="ignore"):
    id: int
    recorded_at: datetime


class DifferenceChange(Schema, extra="forbid"):
    state: Literal["open", "explained", "accepted"]
    note: str = ""


class DifferenceOut(Schema):
    """ours, theirs: whether it counts as good; null where that side has no such case, or has it open. Numerators and denominators: what each side
    counts of it, one of one where cases are good or not. effect: what it adds to their numerator, less ours. number: of a figure of a whole period, its days.
    """

    id: int
    version: int
    measure_id: int
    number: str
    happened_on: date | None
    shipment_id: int | None
    invoice_id: int | None
    ours: bool | None
    theirs: bool | None
    our_numerator: Decimal | None
    our_denominator: Decimal | None
    their_numerator: Decimal | None
    their_denominator: Decimal | None
    reason: str
    detail: str
    effect: Decimal
    state: str
    note: str
    decided_by_id: int | None
    decided_at: datetime | None
    updated_at: datetime


class DifferencePage(PageOut):
    items: list[DifferenceOut]


class RowOut(Schema):
    """One case under the number. number: of the delivery, the invoice or the customer's own case. A case that is no yes or no has what it adds to both parts instead of success."""

    id: int
    number: str
    known_on: date
    success: bool | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


class RowPage(PageOut):
    items: list[RowOut]


class ReconciledOut(Schema):
    """differences: how many stand now."""

    differences: int


class BudgetIn(Schema, extra="forbid"):
    """false_alarms: so many a year and owner are allowed, between 0.01 and 52."""

    false_alarms: Decimal


class BudgetOut(Schema):
    version: int
    false_alarms: Decimal


@router.get("/measures", response=MeasurePageOut, summary="Measures of accounts that you see")
@needs("relationships.touchpoint.view")
def list_measures(request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    rows = measures_seen(request.actor).select_related("account_touchpoint__account")
    page = page_of(
        rows, "measure", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=("id", "updated_at", "rank")
    )
    return {"items": page.rows, "next": page.after}


@router.get("/measures/{int:measure_id}", response=MeasureOut, summary="One measure")
@needs("relationships.touchpoint.view")
def get_measure(request: HttpRequest, response: HttpResponse, measure_id: int) -> Any:
    return tagged(response, measure_for(request.actor, measure_id))


@router.post("/accounts/{int:account_id}/measures", response={201: MeasureOut}, summary="Define a measure at a touchpoint of an account")
@needs("relationships.measure.edit")
def add_measure(request: HttpRequest, response: HttpResponse, account_id: int, sent: MeasureIn) -> Any:
    values = sent.dict(exclude_unset=True)
    touchpoint, kind = values.pop("touchpoint"), values.pop("kind")
    return Status(201, tagged(response, define_measure(request.actor, account_id, touchpoint, kind=kind, **values)))


@router.patch("/measures/{int:measure_id}", response=MeasureOut, summary="Change how a customer measures")
@needs("relationships.measure.edit")
def edit_measure(request: HttpRequest, response: HttpResponse, measure_id: int, sent: MeasureChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, change_measure(request.actor, measure_id, version=version_wanted(request), **values))


@router.get("/measures/{int:measure_id}/figure", response=FigureOut, summary="The figure of a measure, as it was known on any day")
@needs("relationships.touchpoint.view")
def get_figure(request: HttpRequest, measure_id: int, known_on: date | None = None) -> Any:
    measure = measure_for(request.actor, measure_id)
    defined = measure if known_on is None else measure_then(measure, known_on).measure
    figure = figure_known(request.actor, measure, known_on)
    return {
        "measure_id": measure.pk,
        "known_on": known_on,
        "since": figure.since,
        "until": figure.until,
        "numerator": float(figure.numerator),
        "denominator": float(figure.denominator),
        "value": None if figure.value is None else float(figure.value),
        "standing": standing_of(defined, figure.value).value,
        "good": figure.good,
        "of": figure.of,
    }


@router.get("/measures/{int:measure_id}/observations", response=list[ObservationOut], summary="What was reported, as known on any day")
@needs("relationships.touchpoint.view")
def list_observations(request: HttpRequest, measure_id: int, known_on: date | None = None, corrected: bool = False) -> Any:
    """One figure a period, newest first, at most 200; corrected: those that were corrected since, too."""
    measure = measure_for(request.actor, measure_id)
    if corrected:
        return observations_of(request.actor, measure)[:MOST_REPORTS]
    return observations_known(request.actor, measure, known_on=known_on)[:MOST_REPORTS]


@router.post("/measures/{int:measure_id}/observations", response={201: ObservationOut}, summary="Note what a customer reports, or corrects")
@needs("relationships.measure.edit")
def add_observation(request: HttpRequest, measure_id: int, sent: ObservationIn) -> Any:
    return Status(201, report_figure(request.actor, measure_id, **sent.dict()))


@router.get(
    "/measures/{int:measure_id}/rows", response=RowPage, summary="The cases under the figure of the last year, the newest known first"
)
@needs("relationships.touchpoint.view")
def list_rows(request: HttpRequest, measure_id: int, after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    """Of a figure that the customer reports as a whole there are none."""
    measure = measure_for(request.actor, measure_id)
    kind = kind_named(measure.kind)
    if measure.counted_from not in kind.counts:
        return {"items": [], "next": ""}
    page = page_of(
        year_rows(request.actor, measure),
        "",
        actor=request.actor,
        filter="",
        sort="-known_on",
        after=after,
        limit=limit,
        sorts=("known_on",),
    )
    return {"items": [_row(row, kind.yes_or_no) for row in page.rows], "next": page.after}


@router.post("/measures/{int:measure_id}/reconcile", response=ReconciledOut, summary="Compare both sides of a measure again")
@needs("relationships.measure.edit")
def compare_again(request: HttpRequest, measure_id: int) -> Any:
    return {"differences": reconcile(request.actor, measure_for(request.actor, measure_id).pk)}


@router.get("/watch-budget", response=BudgetOut, summary="How many false alarms an owner gets a year")
@needs("relationships.watch.edit")
def get_budget(request: HttpRequest, response: HttpResponse) -> Any:
    return tagged(response, watch_budget())


@router.put("/watch-budget", response=BudgetOut, summary="Say how many false alarms an owner gets a year")
@needs("relationships.watch.edit")
def put_budget(request: HttpRequest, response: HttpResponse, sent: BudgetIn) -> Any:
    return seen(request, response, set_watch_budget(request.actor, version=version_wanted(request), false_alarms=sent.false_alarms))


@router.get("/differences", response=DifferencePage, summary="Cases and periods of which a customer and you do not say the same")
@needs("relationships.touchpoint.view")
def list_differences(
    request: HttpRequest, filter: str = "", sort: str = "id", after: str = "", limit: int = Query(50, ge=1, le=200)
) -> Any:
    rows = differences_seen(request.actor)
    page = page_of(rows, "difference", actor=request.actor, filter=filter, sort=sort, after=after, limit=limit, sorts=("id", "updated_at"))
    return {"items": page.rows, "next": page.after}


@router.patch("/differences/{int:difference_id}", response=DifferenceOut, summary="Explain or accept a difference, or open it again")
@needs("relationships.measure.edit")
def decide(request: HttpRequest, response: HttpResponse, difference_id: int, sent: DifferenceChange) -> Any:
    return seen(request, response, decide_difference(request.actor, difference_id, version=version_wanted(request), **sent.dict()))


def _row(row: Any, yes_or_no: bool) -> dict[str, Any]:
    parts = {} if yes_or_no else {"numerator": row.numerator, "denominator": row.denominator}
    return {"id": row.pk, "number": row.number, "known_on": row.known_on, "success": row.success if yes_or_no else None, **parts}
