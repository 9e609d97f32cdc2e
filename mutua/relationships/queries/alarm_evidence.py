"""What an alarm rests on, for whoever is told of it: how many failed, which, since when, and how the year went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.measures import kind_named
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import SOURCES
from mutua.relationships.models import ON_TIME_IN_FULL, PerformanceMeasure, ToleranceAlarm, WatchedOutcome
from mutua.relationships.models.tolerance_watch import row_of
from mutua.relationships.queries.counting import Tally, tallies_of
from mutua.relationships.queries.details import alarm_for
from mutua.relationships.queries.watches import at_least

NAMED = 10


@dataclass(frozen=True)
class AlarmEvidence:
    """failed: the newest of the rows that failed, `NAMED` at most; unnamed: how many more. since: when the first failure became known.

    at_least: the share of good ones below which the watch rings. row: "shipment", "invoice" or "case"; year: None where the measure is no longer counted from rows.
    """

    alarm: ToleranceAlarm
    kind: MeasureKind
    row: str
    at_least: Decimal
    failed: Sequence[Any]
    unnamed: int
    since: date
    year: Tally | None


def alarm_evidence(actor: Actor, alarm_id: int) -> AlarmEvidence:
    """As far as the actor sees it. Raises NotFound."""
    alarm = alarm_for(actor, alarm_id)
    failures, row = _failures(alarm), row_of(alarm)
    named = [number for failure in failures[:NAMED] if (number := getattr(failure, f"{row}_id")) is not None]
    source = next(source for source in SOURCES.values() if source.field == row)
    rows = visible_to(actor, source.rows()).in_bulk(named)
    failed = [rows[number] for number in named if number in rows]
    return AlarmEvidence(
        alarm=alarm,
        kind=kind_named(alarm.measure.kind),
        row=row,
        at_least=at_least(alarm.measure),
        failed=failed,
        unnamed=alarm.late - len(failed),
        since=failures[-1].known_on if failures else alarm.broken_on,
        year=tallies_of(actor, [alarm.measure]).get(alarm.measure_id),
    )


def evidence_link(measure: PerformanceMeasure) -> str:
    """Where the rows under a figure stand: the touchpoint shows those of its first measure, every other measure its own."""
    page = measure.account_touchpoint if measure.key == ON_TIME_IN_FULL else measure
    return f"{page.get_absolute_url()}#rows"


def _failures(alarm: ToleranceAlarm) -> list[WatchedOutcome]:
    """Those that the alarm counted, newest first: at most as many as it looks back."""
    counted = WatchedOutcome.objects.filter(
        measure=alarm.measure_id, reading=alarm.reading, position__gt=alarm.position - alarm.of, position__lte=alarm.position
    )
    return list(counted.filter(success=False).order_by("-position"))
