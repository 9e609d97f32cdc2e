"""A customer's window or completeness was agreed anew: what counted as on time counts anew in the strategies, too."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.relationships.events import MeasureChanged
from mutua.relationships.models import ON_TIME_IN_FULL, PerformanceMeasure
from mutua.strategy.actions.count_again import count_again
from mutua.strategy.queries.watched import objectives_counting

FLOW = "counted again"


@when(MeasureChanged)
def changed_measure_counts_again(event: MeasureChanged) -> None:
    # Strategies count deliveries by this one measure of an account; its others are no business of theirs.
    if not event.restarted or not PerformanceMeasure.everything.filter(pk=event.measure_id, key=ON_TIME_IN_FULL).exists():
        return
    for objective in objectives_counting(event.account_id, "delivery.on_time_in_full"):
        count_again(flow_actor(FLOW), objective, reason=event.change)
