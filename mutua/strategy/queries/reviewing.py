"""The evidence for and against a version in force, as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.metrics import Metric
from mutua.strategy.evidence import Judged
from mutua.strategy.models import CountedOutcome, Measurement, Objective, Review, StrategyVersion
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.judging import judged_by
from mutua.strategy.queries.strategies import objective_for, versions_seen

WORST_FIRST = ("abandon", "amend", "keep collecting", "continue")


@dataclass(frozen=True)
class Reading:
    """An objective, what it is judged by and the newest that is known of it; now is None before the first outcome."""

    objective: Objective
    judged: Judged
    now: Measurement | None

    @property
    def metric(self) -> Metric:
        return self.judged.metric

    @property
    def verdict(self) -> str:
        return self.now.verdict if self.now else Measurement.Verdict.KEEP_COLLECTING


def readings_of(versions: Sequence[StrategyVersion], on: date | None = None) -> dict[int, list[Reading]]:
    """Each version's objectives with what is known of them; three queries for all. on: what was known at the end of that day.

    Raises LookupError for an unknown metric.
    """
    objectives = list(
        Objective.objects.filter(version_of__in=[version.pk for version in versions])
        .select_related("version_of__strategy__segment")
        .order_by("pk")
    )
    rows = Measurement.objects.filter(objective__in=objectives).order_by("objective_id", "-day").distinct("objective_id")
    if on is not None:
        rows = rows.filter(day__lte=on)
    return _read(objectives, judged_by(objectives), {row.objective_id: row for row in rows})


def readings_then(objectives: Sequence[Objective]) -> dict[int, list[Reading]]:
    """Of all objectives of a draft, as they stood: nothing is counted for a draft. At most one query."""
    return _read(objectives, judged_by(objectives, whole=True), {})


def _read(objectives: Sequence[Objective], judged: dict[int, Judged], newest: dict[int, Measurement]) -> dict[int, list[Reading]]:
    found: dict[int, list[Reading]] = {}
    for one in objectives:
        found.setdefault(one.version_of_id, []).append(Reading(one, judged[one.pk], newest.get(one.pk)))
    return found


def overall(readings: Sequence[Reading]) -> str:
    """One word for a version: the gravest verdict among its objectives."""
    return min((reading.verdict for reading in readings), key=WORST_FIRST.index, default=str(Measurement.Verdict.KEEP_COLLECTING))


def evidence_of(version: StrategyVersion) -> list[dict[str, Any]]:
    """Each objective's figures and verdict as JSON values: what a decision rests on."""
    return [_as_facts(reading) for reading in readings_of([version]).get(version.pk, [])]


def _as_facts(reading: Reading) -> dict[str, Any]:
    facts = {"objective": reading.objective.name, "metric": reading.objective.metric, "verdict": reading.verdict}
    judged = {
        "plan": reading.judged.plan,
        "tolerance": reading.judged.tolerance,
        "break_even": reading.judged.break_even,
        "alpha": reading.judged.alpha,
    }
    now = reading.now
    if now is None:
        return {**facts, **judged, "observations": 0}
    known = {name: getattr(now, name) for name in ("observations", "estimate", "lower", "upper", "more")}
    return {**facts, **judged, **known, "day": now.day.isoformat(), "unit": reading.metric.unit}


def course_of(actor: Actor, objective: Objective) -> list[Measurement]:
    """Every measurement of an objective, oldest first."""
    return list(visible_to(actor, Measurement.objects.filter(objective=objective)).order_by("day"))


def rows_behind(actor: Actor, objective: Objective) -> QuerySet[CountedOutcome]:
    """The outcomes that were counted and that this actor may see, newest first; none where it would tell who is in a segment whose rule is hidden.

    The objective comes with its strategy and segment.
    """
    if is_concealed(actor, objective.version_of.strategy.segment):
        return CountedOutcome.objects.none()
    return visible_to(actor, CountedOutcome.objects.filter(objective=objective)).select_related("account").order_by("-position")


def outcomes_counted(actor: Actor, version: StrategyVersion, on: date | None = None) -> int:
    """How many rows stand behind the objectives of a version, as far as the actor may see them; on: known by the end of that day."""
    counted = visible_to(actor, CountedOutcome.objects.filter(objective__version_of=version, objective__deleted_at=None))
    return (counted if on is None else counted.filter(day__lte=on)).count()


def reviews_of(actor: Actor, version: StrategyVersion) -> QuerySet[Review]:
    return visible_to(actor, Review.objects.filter(version_of__strategy=version.strategy_id)).select_related("version_of")


def reading_of(actor: Actor, objective_id: int) -> Reading:
    """One objective with what is known of it. Raises NotFound."""
    objective = objective_for(actor, objective_id)
    found = readings_of([objective.version_of])[objective.version_of_id]
    return next(reading for reading in found if reading.objective.pk == objective.pk)


def in_force(actor: Actor) -> list[StrategyVersion]:
    """The versions in force, by the name of their strategy."""
    return list(
        versions_seen(actor)
        .filter(state=StrategyVersion.State.ACTIVE)
        .select_related("strategy__segment", "strategy__offering", "strategy__owner")
        .order_by("strategy__name", "pk")
    )
