"""Counting what measures are counted from: the outcome of each row, and numerator and denominator of many measures at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.measures import kind_named
from mutua.relationships.measures.rows import SOURCES
from mutua.relationships.models import PerformanceMeasure

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Tally:
    """So many good ones of so many cases, known within [since, until]; numerator and denominator: the figure of the measure."""

    good: int
    of: int
    since: date
    until: date
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)

    @property
    def failed(self) -> int:
        return self.of - self.good

    @property
    def share(self) -> Fraction | None:
        """Of the cases, those that were good."""
        return Fraction(self.good, self.of) if self.of else None

    @property
    def value(self) -> Fraction | None:
        """The figure in the measure's unit; None where nothing was counted."""
        return Fraction(self.numerator) / Fraction(self.denominator) if self.denominator else None


def outcomes(kind: str, counted_from: str, rows: QuerySet[Any] | None = None, **narrowed: Any) -> QuerySet[Any]:
    """Rows with the measures of this kind that count them: measure_id, known_on and success of each, as they will be known in the end.

    Filter by `known_on` to see what was known on a day. narrowed: further look-ups on the measure. LookupError where this kind is not
    counted from such rows.
    """
    source = SOURCES[counted_from]
    count = kind_named(kind).counts[counted_from]
    of = source.measures
    measured = {f"{of}kind": kind, f"{of}counted_from": counted_from, f"{of}deleted_at": None}
    measured |= {f"{of}{name}": value for name, value in narrowed.items()}
    joined = (source.rows() if rows is None else rows).filter(**measured).annotate(measured_by=source.of("id"))
    return count(joined, source)


def outcomes_of(measure: PerformanceMeasure, rows: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The same of one measure."""
    return outcomes(measure.kind, measure.counted_from, rows, pk=measure.pk)


def rows_behind(actor: Actor, measure: PerformanceMeasure, *, since: date, until: date) -> QuerySet[Any]:
    """The rows under the number: newest known first."""
    seen = visible_to(actor, SOURCES[measure.counted_from].rows())
    return outcomes_of(measure, seen).filter(known_on__gte=since, known_on__lte=until).order_by("-known_on", "-pk")


def tallies_of(
    actor: Actor, measures: Iterable[PerformanceMeasure], *, since: date | None = None, until: date | None = None
) -> dict[int, Tally]:
    """Numerator and denominator of each counted measure, by its id: one query for each kind and source among them."""
    until = until or days.today()
    since = since or until - YEAR + timedelta(days=1)
    found: dict[int, Tally] = {}
    for (kind, counted_from), numbers in _grouped(measures).items():
        rows = _known(actor, kind, counted_from, numbers, since, until).values("measured_by").annotate(**_sums(kind))
        counted = {row["measured_by"]: _tally(row, since, until) for row in rows}
        found |= {number: counted.get(number, Tally(0, 0, since, until)) for number in numbers}
    return found


def by_month(actor: Actor, measure: PerformanceMeasure, *, since: date, until: date) -> dict[date, Tally]:
    """One measure by the month in which its cases became known: {first of the month: figure}. One query."""
    rows = _known(actor, measure.kind, measure.counted_from, [measure.pk], since, until)
    months = rows.annotate(month=TruncMonth("known_on", output_field=DateField())).values("month").annotate(**_sums(measure.kind))
    return {row["month"]: _tally(row, since, until) for row in months}


def tally_defined(actor: Actor, kind: str, counted_from: str, rows: Q, defined: Mapping[str, Any], *, since: date, until: date) -> Tally:
    """What a definition that is not saved would give. rows: those of one account or one measure; defined: the fields that its kind asks for."""
    source = replace(SOURCES[counted_from], given=defined)
    counted = kind_named(kind).counts[counted_from](visible_to(actor, source.rows()).filter(rows), source)
    sums = counted.filter(known_on__gte=since, known_on__lte=until).order_by().aggregate(**_sums(kind))
    return _tally(sums, since, until)


def sums_by_day(kind: str, counted: QuerySet[Any], *, since: date, until: date) -> list[tuple[date, Decimal, Decimal]]:
    """Of rows that have been counted: what became known on each day as (day, numerator, denominator). One query."""
    rows = counted.filter(known_on__gte=since, known_on__lte=until).order_by().values("known_on").annotate(**_sums(kind))
    told = [(row["known_on"], _tally(row, since, until)) for row in rows]
    return [(day, tally.numerator, tally.denominator) for day, tally in told]


def trials_a_year(measures: Iterable[PerformanceMeasure], today: date) -> int:
    """How many cases of these measures became known in the last year: one query for each kind and source among them."""
    return sum(
        outcomes(kind, counted_from, pk__in=numbers).filter(known_on__gt=today - YEAR, known_on__lte=today).count()
        for (kind, counted_from), numbers in _grouped(measures).items()
    )


def _grouped(measures: Iterable[PerformanceMeasure]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for measure in measures:
        if measure.counted_from in kind_named(measure.kind).counts:
            found.setdefault((measure.kind, measure.counted_from), []).append(measure.pk)
    return found


def _known(actor: Actor, kind: str, counted_from: str, numbers: list[int], since: date, until: date) -> QuerySet[Any]:
    seen = visible_to(actor, SOURCES[counted_from].rows())
    return outcomes(kind, counted_from, seen, pk__in=numbers).filter(known_on__gte=since, known_on__lte=until).order_by()


def _sums(kind: str) -> dict[str, Any]:
    sums: dict[str, Any] = {"of": Count("pk"), "good": Count("pk", filter=Q(success=True))}
    return sums if kind_named(kind).yes_or_no else {**sums, "above": Sum("numerator"), "below": Sum("denominator")}


def _tally(row: dict[str, Any], since: date, until: date) -> Tally:
    above, below = row.get("above", row["good"]), row.get("below", row["of"])
    return Tally(row["good"], row["of"], since, until, Decimal(above or 0), Decimal(below or 0))
