"""How a customer measured on any day: the definition that was in force at its end."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mutua.relationships.models import PerformanceMeasure

DEFINED = (
    *("name", "counted_from", "early_days", "late_days", "completeness", "window_days", "tolerance", "least_share"),
    *("target", "break_even", "is_proxy", "proxy_name", "reading"),
)


@dataclass(frozen=True)
class MeasureThen:
    """measure: the record with that day's definition, not to be saved. differs: names of fields that are otherwise today.

    before_first: the day is older than the measure, so that its first definition is told.
    """

    measure: PerformanceMeasure
    differs: tuple[str, ...]
    before_first: bool


def measure_then(measure: PerformanceMeasure, day: date) -> MeasureThen:
    """As it stood at the end of that day (UTC): what was changed later has its old row in the history. One query.

    measure: one that the reader has been found to see.
    """
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    events = PerformanceMeasure.pgh_event_model.objects  # type: ignore[attr-defined]
    old = events.filter(pgh_obj=measure.pk, pgh_created_at__gte=end).order_by("pgh_id").values(*DEFINED).first() or {}
    then = copy(measure)
    for name, value in old.items():
        setattr(then, name, value)
    differs = tuple(name for name in DEFINED if getattr(then, name) != getattr(measure, name))
    return MeasureThen(then, differs, before_first=measure.created_at >= end)
