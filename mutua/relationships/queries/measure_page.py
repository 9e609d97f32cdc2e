"""One measure with everything that its page shows, as it was known on any day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DateField, DecimalField, IntegerField, Q, Sum
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.urls import reverse

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.lists.state import written
from mutua.relationships.measures import kind_named
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES, SOURCES
from mutua.relationships.models import Observation, PerformanceMeasure, ToleranceAlarm, WatchedOutcome
from mutua.relationships.queries.counting import YEAR, Tally, by_month, rows_behind, tallies_of
from mutua.relationships.queries.measure_then import MeasureThen, measure_then
from mutua.relationships.queries.measures import measure_for
from mutua.relationships.queries.observations import observations_known, observations_of
from mutua.relationships.queries.reconciling import Beside, beside
from mutua.relationships.queries.watches import Shares, shares_of
from mutua.relationships.rules.measures import Better
from mutua.relationships.rules.tolerance import Standing, standing

ROWS_SHOWN = 25
REPORTS_SHOWN = 40
MONTHS = 24


@dataclass(frozen=True)
class Figure:
    """So much of so much within [since, until]. good, of: cases; None where whole periods are reported."""

    numerator: Fraction
    denominator: Fraction
    since: date | None
    until: date | None
    good: int | None = None
    of: int | None = None

    @property
    def value(self) -> Fraction | None:
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Point:
    """One month, or one period that was reported, of the course of a measure."""

    since: date
    until: date
    figure: Figure


@dataclass(frozen=True)
class MeasurePage:
    """known_on: the day as of which figure and course are told; None: now. defined: the measure with the definition of that day."""

    measure: PerformanceMeasure
    defined: PerformanceMeasure
    then: MeasureThen | None
    kind: MeasureKind
    known_on: date | None
    figure: Figure
    course: Sequence[Point]
    rows: Sequence[Any]
    shown: Sequence[tuple[Any, str]]
    observations: Sequence[Observation]
    superseded: frozenset[int]
    alarms: Sequence[ToleranceAlarm]
    shares: Shares | None
    beside: Beside | None

    @property
    def standing(self) -> Standing:
        return standing_of(self.defined, self.figure.value)

    @property
    def other_definition(self) -> bool:
        """Whether cases were counted otherwise on that day than today."""
        return self.then is not None and "reading" in self.then.differs

    @property
    def differences_url(self) -> str:
        """The reconciliation list, of this measure alone."""
        tree = {"field": "measure", "op": "is", "value": self.measure.pk}
        return f"{reverse('relationships:differences')}?{urlencode({'f': written(tree)})}"

    @property
    def open_alarm(self) -> ToleranceAlarm | None:
        return next((alarm for alarm in self.alarms if alarm.acknowledged_at is None), None)


def standing_of(measure: PerformanceMeasure, value: Fraction | None) -> Standing:
    return standing(value, measure.target, measure.tolerance, Better(measure.better))


def measure_page(actor: Actor, measure_id: int, known_on: date | None = None) -> MeasurePage:
    """Raises NotFound."""
    measure = measure_for(actor, measure_id)
    then = measure_then(measure, known_on) if known_on is not None else None
    defined = then.measure if then is not None else measure
    counted = measure.is_counted and measure.counted_from in kind_named(measure.kind).counts
    said = list(observations_of(actor, measure)[: REPORTS_SHOWN * 2])
    in_force = (
        set(observations_known(actor, measure, known_on=known_on).values_list("pk", flat=True)[: REPORTS_SHOWN * 2]) if said else set()
    )
    return MeasurePage(
        measure=measure,
        defined=defined,
        then=then,
        kind=kind_named(measure.kind),
        known_on=known_on,
        figure=_figure(actor, defined, known_on),
        course=_course(actor, defined, known_on),
        rows=list(year_rows(actor, measure)[:ROWS_SHOWN]) if counted and known_on is None else [],
        shown=shown_of(measure) if counted else (),
        observations=said[:REPORTS_SHOWN],
        superseded=frozenset(one.pk for one in said if one.pk not in in_force),
        alarms=list(visible_to(actor, ToleranceAlarm.objects.filter(measure=measure).select_related("acknowledged_by"))[:8]),
        shares=shares_of(actor, measure) if counted else None,
        beside=beside(actor, measure) if known_on is None else None,
    )


def shown_of(measure: PerformanceMeasure) -> tuple[tuple[Any, str], ...]:
    """(title, column) of what a list of its rows says: of the customer's own list only what means something to the kind, in its words."""
    columns, source = kind_named(measure.kind).columns, SOURCES[measure.counted_from]
    if source is not CASES:
        return source.shown
    return tuple((str(columns[name]).capitalize(), name) for _title, name in source.shown if name in columns)


def year_rows(actor: Actor, measure: PerformanceMeasure) -> Any:
    """The rows under the figure of the last year, newest known first."""
    today = days.today()
    return rows_behind(actor, measure, since=today - YEAR + timedelta(days=1), until=today)


def figure_known(actor: Actor, measure: PerformanceMeasure, known_on: date | None = None) -> Figure:
    """The figure of the year to that day: what had been counted by its end, as it was then; of what is reported, the newest period.

    A counted measure tells the past from the outcomes as they entered the watch of the definition that was in force at the end of that day: neither a
    later correction of a row nor a later window changes anything of it.
    """
    return _figure(actor, measure if known_on is None else measure_then(measure, known_on).measure, known_on)


def _figure(actor: Actor, measure: PerformanceMeasure, known_on: date | None) -> Figure:
    if not measure.is_counted:
        told = observations_known(actor, measure, known_on=known_on).first()
        return _told(told) if told is not None else Figure(Fraction(0), Fraction(0), None, None)
    if known_on is None:
        tally = tallies_of(actor, [measure]).get(measure.pk)
        return _counted(tally) if tally is not None else Figure(Fraction(0), Fraction(0), None, None)
    since = known_on - YEAR + timedelta(days=1)
    return _counted(_tally(_watched(actor, measure, since, known_on).aggregate(**_SUMS), since, known_on))


_SUMS: dict[str, Any] = {
    "of": Count("pk"),
    "good": Count("pk", filter=Q(success=True)),
    # What was counted before figures were kept was good or not, one of one.
    "above": Sum(Coalesce("numerator", Cast("success", IntegerField()), output_field=DecimalField())),
    "below": Sum(Coalesce("denominator", Decimal(1))),
}


def _watched(actor: Actor, measure: PerformanceMeasure, since: date, until: date) -> Any:
    entered = WatchedOutcome.objects.filter(measure=measure, reading=measure.reading, known_on__gte=since, known_on__lte=until)
    return visible_to(actor, entered)


def _course(actor: Actor, measure: PerformanceMeasure, known_on: date | None) -> list[Point]:
    """The last 24 months, oldest first; of what is reported, each period once."""
    until = known_on or days.today()
    if not measure.is_counted or measure.counted_from not in kind_named(measure.kind).counts:
        told = list(observations_known(actor, measure, known_on=known_on)[:MONTHS])
        return [Point(one.since, one.until, _told(one)) for one in reversed(told)]
    firsts = months_back(until, MONTHS)
    if known_on is None:
        found = by_month(actor, measure, since=firsts[0], until=until)
    else:
        rows = _watched(actor, measure, firsts[0], until).annotate(month=TruncMonth("known_on", output_field=DateField()))
        found = {row["month"]: _tally(row, row["month"], until) for row in rows.order_by().values("month").annotate(**_SUMS)}
    return [Point(first, min(_last_day(first), until), _counted(found.get(first, Tally(0, 0, first, until)))) for first in firsts]


def months_back(until: date, count: int) -> list[date]:
    """The first days of so many months, oldest first; the last is the month of `until`."""
    now = until.year * 12 + until.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(now - count + 1, now + 1)]


def _last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _tally(row: dict[str, Any], since: date, until: date) -> Tally:
    return Tally(row["good"], row["of"], since, until, row["above"] or Decimal(0), row["below"] or Decimal(0))


def _counted(tally: Tally) -> Figure:
    return Figure(Fraction(tally.numerator), Fraction(tally.denominator), tally.since, tally.until, tally.good, tally.of)


def _told(one: Observation) -> Figure:
    return Figure(Fraction(one.numerator), Fraction(one.denominator), one.since, one.until)
