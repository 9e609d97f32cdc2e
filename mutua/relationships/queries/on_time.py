"""On time and in full, counted by the database for many shipments at once. The same answer as `rules.on_time` on each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import TruncQuarter

from mutua.backoffice.models import Shipment
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.measures.rows import SHIPMENTS
from mutua.relationships.models import ON_TIME_IN_FULL
from mutua.relationships.queries.counting import YEAR, Tally, outcomes
from mutua.relationships.rules.on_time import Result


def with_outcome(shipments: QuerySet[Shipment]) -> QuerySet[Any]:
    """Shipments of accounts that have a window, each with measure_id, known_on and success, as they will be known in the end.

    Filter by `known_on` to see what was known on a day: what is known later was pending then. One row a shipment: another measure of the same
    kind, under a key of its own, brings none.
    """
    return outcomes(ON_TIME_IN_FULL, SHIPMENTS.key, shipments, key=ON_TIME_IN_FULL).annotate(measure_id=F("measured_by"))


def tallies(actor: Actor, measure_ids: Iterable[int], *, since: date | None = None, until: date | None = None) -> dict[int, Tally]:
    """Numerator and denominator of each measure, by its id, in one query; the last year when nothing else is asked."""
    until = until or days.today()
    since = since or until - YEAR + timedelta(days=1)
    wanted = list(measure_ids)
    if not wanted:
        return {}
    rows = _known(actor, wanted, since, until).values("measure_id").annotate(of=Count("pk"), good=Count("pk", filter=Q(success=True)))
    counted = {row["measure_id"]: Tally(row["good"], row["of"], since, until, row["good"], row["of"]) for row in rows}
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
