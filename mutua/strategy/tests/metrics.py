"""A metric whose outcomes a test writes down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mutua.foundation import metrics
from mutua.foundation.metrics import Metric, MetricQuery, Outcome


@contextmanager
def told(
    key: str, outcomes: list[Outcome], *, unit: str = "share", better: str = "higher", bounds: tuple[float, float] | None = (0.0, 1.0)
) -> Iterator[list[Outcome]]:
    """While the block runs, this metric exists; the list may grow meanwhile."""

    def source(query: MetricQuery) -> Iterator[Outcome]:
        wanted = [
            o
            for o in outcomes
            if query.since <= o.known_on <= query.until and (query.account_ids is None or o.account_id in query.account_ids)
        ]
        yield from sorted(wanted, key=lambda o: (o.known_on, o.key))

    metrics._metrics[key] = Metric(key, key, unit, better, bounds, source)  # type: ignore[arg-type]
    try:
        yield outcomes
    finally:
        del metrics._metrics[key]
