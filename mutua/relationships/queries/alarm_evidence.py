"""What an alarm rests on, for whoever is told of it: how many failed, which, since when, and how the year went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mutua.backoffice.models import Shipment
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import ToleranceAlarm, WatchedOutcome
from mutua.relationships.queries.details import alarm_for
from mutua.relationships.queries.on_time import Tally, tallies

NAMED = 10


@dataclass(frozen=True)
class AlarmEvidence:
    """failed: the newest of the shipments that failed, `NAMED` at most; unnamed: how many more. since: when the first failure became known."""

    alarm: ToleranceAlarm
    failed: Sequence[Shipment]
    unnamed: int
    since: date
    year: Tally


def alarm_evidence(actor: Actor, alarm_id: int) -> AlarmEvidence:
    """As far as the actor sees it. Raises NotFound."""
    alarm = alarm_for(actor, alarm_id)
    failures = _failures(alarm)
    named = [failure.shipment_id for failure in failures[:NAMED]]
    shipments = visible_to(actor, Shipment.objects.all()).in_bulk(named)
    failed = [shipments[number] for number in named if number in shipments]
    return AlarmEvidence(
        alarm=alarm,
        failed=failed,
        unnamed=alarm.late - len(failed),
        since=failures[-1].known_on if failures else alarm.broken_on,
        year=tallies(actor, [alarm.measure_id])[alarm.measure_id],
    )


def _failures(alarm: ToleranceAlarm) -> list[WatchedOutcome]:
    """Those that the alarm counted, newest first: at most as many as it looks back."""
    counted = WatchedOutcome.objects.filter(
        measure=alarm.measure_id, reading=alarm.reading, position__gt=alarm.position - alarm.of, position__lte=alarm.position
    )
    return list(counted.filter(success=False).order_by("-position"))
