"""Mutua's own business case: what was before is counted from the deliveries of the year before; what it costs and is worth is invented."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from mutua.demo.noting import noted
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor
from mutua.foundation.metrics import MetricQuery, metric_named
from mutua.strategy.actions.tell_business_case import Line, tell_business_case
from mutua.strategy.models import BusinessCase

YEAR = timedelta(days=365)
METRIC = "delivery.on_time_in_full"


def lay_business_case(actor: Actor, shift: Shift) -> None:
    if BusinessCase.objects.exists():
        return
    since = shift.today - YEAR
    before = [one.value for one in metric_named(METRIC).outcomes(MetricQuery(since - YEAR, since - timedelta(days=1)))]
    if not before:
        return
    baseline = round(sum(before) / len(before), 4)
    line = Line("Deliveries arrive in full by the promised day", METRIC, baseline, round(min(baseline + 0.04, 0.99), 4), Decimal(2_400_000))
    told = tell_business_case(
        actor, [line], used_since=since, cost_per_year=Decimal(58_000), version=None,
        reason="Each point of deliveries on time saves 24,000 a year of charter flights and claims.",
    )  # fmt: skip
    noted(told)
