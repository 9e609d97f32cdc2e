"""Measures that somebody sees, with how they stand."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import PerformanceMeasure, ToleranceAlarm

NO_FIGURE = 3


def measures_seen(actor: Actor) -> QuerySet[PerformanceMeasure]:
    """All measures of accounts that stand, each with `rank`: 0 out of tolerance, 1 near it, 2 on target, 3 without a figure."""
    living = PerformanceMeasure.objects.filter(account_touchpoint__account__deleted_at=None)
    return visible_to(actor, living).annotate(rank=Coalesce(F("figure__rank"), NO_FIGURE))


def measure_for(actor: Actor, measure_id: int) -> PerformanceMeasure:
    """Raises NotFound."""
    path = "account_touchpoint"
    return find(measures_seen(actor).select_related(f"{path}__account", f"{path}__touchpoint", f"{path}__owner", "figure"), pk=measure_id)


def measures_at_touchpoint(actor: Actor, touchpoint_id: int) -> list[PerformanceMeasure]:
    """All measures of one touchpoint of an account, as they stood when they were last counted."""
    return list(measures_seen(actor).filter(account_touchpoint=touchpoint_id).select_related("figure").order_by("pk"))


def open_alarms_of(actor: Actor, measures: list[Any]) -> dict[int, ToleranceAlarm]:
    """The alarm that rings, by measure."""
    ringing = ToleranceAlarm.objects.filter(measure__in=[one.pk for one in measures], acknowledged_at=None)
    return {alarm.measure_id: alarm for alarm in visible_to(actor, ringing)}
