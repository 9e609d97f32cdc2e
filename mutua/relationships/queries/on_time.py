"""On time and in full, counted by the database for many shipments at once. The same answer as `rules.on_time` on each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import BooleanField, Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce, TruncQuarter

from mutua.backoffice.models import Shipment
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import ON_TIME_IN_FULL, PerformanceMeasure
from mutua.relationships.rules.on_time import Result

YEAR = timedelta(days=365)
_MEASURE = "account__touchpoints__measures__"


@dataclass(frozen=True)
class Tally:
    """So many good ones of so many, known within [since, until]."""

    good: int
    of: int
    since: date
    until: date

    @property
    def failed(self) -> int:
        return self.of - self.good

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.good, self.of) if self.of else None


def with_outcome(shipments: QuerySet[Shipment]) -> QuerySet[Any]:
    """Shipments of accounts that have a window, each with measure_id, known_on and success, as they will be known in the end.

    Filter by `known_on` to see what was known on a day: what is known later was pending then.
    """
    windowed = shipments.filter(
        **{
            f"{_MEASURE}key": ON_TIME_IN_FULL,
            f"{_MEASURE}counted_from": PerformanceMeasure.CountedFrom.SHIPMENTS,
            f"{_MEASURE}deleted_at": None,
        }
    ).annotate(
        measure_id=F(f"{_MEASURE}id"),
        opens_on=_day(F("promised_on") - F(f"{_MEASURE}early_days")),
        closes_on=_day(F("promised_on") + F(f"{_MEASURE}late_days")),
        least_quantity=F("quantity_ordered") * F(f"{_MEASURE}completeness"),
    )
    in_time = Q(delivered_on__lte=F("closes_on"))
    acceptable = Q(opens_on=None) | Q(delivered_on__gte=F("opens_on"))
    complete = Q(quantity_delivered=None) | Q(quantity_delivered__gte=F("least_quantity"))
    return windowed.annotate(
        known_on=Case(When(in_time, then=F("delivered_on")), default=_day(F("closes_on") + 1), output_field=DateField()),
        success=Coalesce(ExpressionWrapper(in_time & acceptable & complete, output_field=BooleanField()), False),
    )


def shipments_behind(actor: Actor, measure: PerformanceMeasure, *, since: date, until: date) -> QuerySet[Shipment]:
    """The rows under the number: newest known first."""
    seen = visible_to(actor, Shipment.objects.filter(account_id=measure.account_touchpoint.account_id))
    known = with_outcome(seen).filter(measure_id=measure.pk, known_on__gte=since, known_on__lte=until)
    return known.order_by("-known_on", "-pk")


def tallies(actor: Actor, measure_ids: Iterable[int], *, since: date | None = None, until: date | None = None) -> dict[int, Tally]:
    """Numerator and denominator of each measure, by its id, in one query; the last year when nothing else is asked."""
    until = until or days.today()
    since = since or until - YEAR + timedelta(days=1)
    wanted = list(measure_ids)
    if not wanted:
        return {}
    rows = _known(actor, wanted, since, until).values("measure_id").annotate(of=Count("pk"), good=Count("pk", filter=Q(success=True)))
    counted = {row["measure_id"]: Tally(row["good"], row["of"], since, until) for row in rows}
    return {measure_id: counted.get(measure_id, Tally(0, 0, since, until)) for measure_id in wanted}


def by_quarter(actor: Actor, measure_ids: Iterable[int], quarters: int) -> dict[int, list[Fraction | None]]:
    """The share of each of the last calendar quarters, oldest first and the running one last, by measure; None where nothing became known. One query."""
    until = days.today()
    firsts = quarters_back(until, quarters)
    rows = _known(actor, list(measure_ids), firsts[0], until).annotate(quarter=TruncQuarter("known_on", output_field=DateField()))
    counted = rows.values("measure_id", "quarter").annotate(of=Count("pk"), good=Count("pk", filter=Q(success=True)))
    found: dict[int, dict[date, Fraction]] = {}
    for row in counted:
        found.setdefault(row["measure_id"], {})[row["quarter"]] = Fraction(row["good"], row["of"])
    return {measure: [shares.get(first) for first in firsts] for measure, shares in found.items()}


def quarters_back(until: date, count: int) -> list[date]:
    """The first days of so many quarters, oldest first; the last is the quarter of `until`."""
    now = until.year * 4 + (until.month - 1) // 3
    return [date(number // 4, number % 4 * 3 + 1, 1) for number in range(now - count + 1, now + 1)]


def _known(actor: Actor, measure_ids: list[int], since: date, until: date) -> QuerySet[Any]:
    seen = visible_to(actor, Shipment.objects.all())
    return with_outcome(seen).filter(measure_id__in=measure_ids, known_on__gte=since, known_on__lte=until).order_by()


def result_of(shipment: Shipment, today: date) -> Result:
    """In words, for a row that came from `with_outcome`."""
    if shipment.known_on > today:  # type: ignore[attr-defined]
        return Result.PENDING
    return Result.SUCCESS if shipment.success else Result.FAILURE  # type: ignore[attr-defined]


def _day(expression: object) -> ExpressionWrapper:
    # PostgreSQL adds whole days to a date; Django does not know that this gives a date again.
    return ExpressionWrapper(expression, output_field=DateField())
