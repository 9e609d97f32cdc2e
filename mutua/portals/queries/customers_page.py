"""What a customer sees on its own page. Asked behind the wall: the database gives the rows of the one account and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mutua.customers.models import Account
from mutua.foundation import days
from mutua.portals.models import Promise
from mutua.portals.visitor import Visitor
from mutua.relationships.models import ON_TIME_IN_FULL, MeasureFigure, Observation, PerformanceMeasure
from mutua.relationships.queries.observations import NEWEST
from mutua.relationships.queries.on_time import by_quarter, tallies
from mutua.relationships.rules.measures import Better
from mutua.relationships.rules.on_time import Window
from mutua.relationships.rules.tolerance import Standing, standing

QUARTERS = 8
MOST = 60
TOLD_BY = {PerformanceMeasure.CountedFrom.REPORTED: "customer", PerformanceMeasure.CountedFrom.FILE: "customer"}


@dataclass(frozen=True)
class Score:
    """One measure of theirs with its figure of the last year. since, until: what the figure is of; quarters: its course, oldest first.

    unit, better: as of the measure. told_by: us, where we count by what they ask; proxy, where we count by something else until they say
    what they ask; customer, where they report figures or give us their list.
    """

    name: str
    touchpoint: str
    unit: str
    better: Better
    told_by: str
    window: Window | None
    target: Decimal
    tolerance: Decimal
    good: Decimal
    of: Decimal
    since: date | None
    until: date | None
    quarters: tuple[Fraction | None, ...]

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.good) / Fraction(self.of) if self.of else None

    @property
    def counts_cases(self) -> bool:
        """Whether it says of each case that it is as it should be, or not."""
        return self.unit == PerformanceMeasure.Unit.SHARE and self.better is Better.HIGHER

    @property
    def failed(self) -> Decimal:
        return self.of - self.good

    @property
    def standing(self) -> Standing:
        return standing(self.share, self.target, self.tolerance, self.better)

    @property
    def course(self) -> list[float]:
        return [float(share) for share in self.quarters if share is not None]


def account_name(visitor: Visitor) -> str:
    return Account.everything.values_list("name", flat=True).get(pk=visitor.account_id)


def currency_of(visitor: Visitor) -> str:
    return Account.everything.values_list("currency", flat=True).get(pk=visitor.account_id)


def scorecard(visitor: Visitor) -> list[Score]:
    """Every measure of this customer, in the order of the touchpoints: five queries."""
    path = "account_touchpoint__touchpoint__"
    columns = (
        "pk",
        "key",
        "kind",
        "name",
        "counted_from",
        "early_days",
        "late_days",
        "completeness",
        "target",
        "tolerance",
        "unit",
        "better",
        "is_proxy",
        f"{path}name",
    )
    measures = PerformanceMeasure.objects.order_by(f"{path}position", f"{path}key", "key", "pk")
    rows: list[dict[str, Any]] = list(measures.values(*columns)[:MOST])
    by_us = [row for row in rows if row["counted_from"] != PerformanceMeasure.CountedFrom.REPORTED]
    counted = [
        row["pk"] for row in by_us if row["counted_from"] == PerformanceMeasure.CountedFrom.SHIPMENTS and row["key"] == ON_TIME_IN_FULL
    ]
    figures = tallies(visitor.actor, counted)
    courses = by_quarter(visitor.actor, counted, QUARTERS) if counted else {}
    reports = _latest_reports([row["pk"] for row in rows if row["counted_from"] == PerformanceMeasure.CountedFrom.REPORTED])
    # Invoices, quantities and their own lists lie behind the wall: the figure that was counted in front of it is told.
    reports |= _kept_figures([row["pk"] for row in by_us if row["pk"] not in figures])
    return [_score(row, row[f"{path}name"], figures.get(row["pk"]), courses.get(row["pk"], ()), reports.get(row["pk"])) for row in rows]


def _score(row: dict[str, Any], touchpoint: str, tally: Any, course: Sequence[Fraction | None], report: dict[str, Any] | None) -> Score:
    of = Decimal(tally.of) if tally else report["denominator"] if report else Decimal(0)
    good = Decimal(tally.good) if tally else report["numerator"] if report else Decimal(0)
    known: Any = tally or None
    since, until = (known.since, known.until) if known else (report["since"], report["until"]) if report else (None, None)
    window = Window(row["early_days"], row["late_days"], row["completeness"]) if tally else None
    better, told_by = Better(row["better"]), "proxy" if row["is_proxy"] else TOLD_BY.get(row["counted_from"], "us")
    ends = (row["target"], row["tolerance"])
    return Score(row["name"], touchpoint, row["unit"], better, told_by, window, *ends, good, of, since, until, tuple(course))


def _latest_reports(measure_ids: list[int]) -> dict[int, dict[str, Any]]:
    if not measure_ids:
        return {}
    rows = Observation.objects.filter(measure__in=measure_ids).order_by("measure_id", *NEWEST).distinct("measure_id")
    return {row["measure_id"]: row for row in rows.values("measure_id", "since", "until", "numerator", "denominator")}


def _kept_figures(measure_ids: list[int]) -> dict[int, dict[str, Any]]:
    if not measure_ids:
        return {}
    rows = MeasureFigure.objects.filter(measure__in=measure_ids, denominator__gt=0)
    return {row["measure_id"]: {**row} for row in rows.values("measure_id", "since", "until", "numerator", "denominator")}


@dataclass(frozen=True)
class Promised:
    words: str
    due_on: date | None
    kept_on: date | None
    is_late: bool
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""


def promised(visitor: Visitor) -> list[Promised]:
    """What we promised, the next due first, then what was kept, and what was withdrawn lately at the end."""
    today = days.today()
    rows = (
        Promise.objects.filter(account=visitor.account_id)
        .order_by("kept_on", "due_on", "pk")
        .values("words", "due_on", "kept_on", "withdrawn_at", "withdrawn_why")[:MOST]
    )
    found = [
        Promised(**row, is_late=row["kept_on"] is row["withdrawn_at"] is None and row["due_on"] is not None and row["due_on"] < today)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.withdrawn_at is not None, one.kept_on is not None))
