"""Reading outcomes day by day: one path for the live job, for catching up after a pause, and for replaying the past."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from mutua.foundation.metrics import Metric, Outcome, day_of_evidence
from mutua.methods.sequential import MeanSequence, verdict


@dataclass(frozen=True)
class Judged:
    """The figures that an objective is judged by. alpha: this objective's share of its version's chance of a wrong alarm."""

    plan: float
    tolerance: float
    break_even: float
    alpha: float
    metric: Metric


@dataclass(frozen=True)
class DayRead:
    """What was known at the end of a day on which something became known. lower, upper: None where there is no bound yet."""

    day: date
    outcomes: tuple[Outcome, ...]
    observations: int
    estimate: float
    lower: float | None
    upper: float | None
    verdict: str
    more: int | None


Dated = tuple[date, Outcome]  # the day to whose evidence the outcome belongs


def start(judged: Judged) -> MeanSequence:
    """A sequence that has seen nothing."""
    # Without bounds the interval rests on the central limit theorem; outcomes of business are skew, and 100 of them bear it.
    return MeanSequence(alpha=judged.alpha, bounds=judged.metric.bounds, burn_in=100)


def in_order(outcomes: Iterable[Outcome], *, looked_to: date | None, until: date, arrived: Mapping[int, date] | None = None) -> list[Dated]:
    """The outcomes with their days, in the order of counting. arrived: by key, the day on which one first came that came late.

    An outcome belongs to the day on which it became known to us; the days before stay as they were.
    """
    late = arrived or {}
    dated = [
        (day_of_evidence(outcome.known_on, looked_to=looked_to, until=until, arrived=late.get(outcome.key)), outcome)
        for outcome in outcomes
    ]
    return sorted(dated, key=lambda pair: (pair[0], pair[1].known_on, pair[1].key))


def read_days(sequence: MeanSequence, judged: Judged, dated: Iterable[Dated]) -> Iterator[DayRead]:
    """Count outcomes in their order, and tell what was known at the end of each day."""
    for day, batch in groupby(dated, key=itemgetter(0)):
        known = tuple(outcome for _day, outcome in batch)
        # Without a bookmark: which outcomes are new is decided by their keys, in the same transaction.
        sequence.update([outcome.value for outcome in known])
        yield told(day, known, sequence, judged)


def told(day: date, outcomes: tuple[Outcome, ...], sequence: MeanSequence, judged: Judged) -> DayRead:
    """What the sequence says at the end of a day that brought these outcomes."""
    interval = sequence.interval
    found = verdict(interval, plan=judged.plan, tolerance=judged.tolerance, break_even=judged.break_even, better=judged.metric.better)
    return DayRead(
        day=day,
        outcomes=outcomes,
        observations=interval.n,
        estimate=interval.estimate,
        lower=_finite(interval.lower),
        upper=_finite(interval.upper),
        verdict=found.decision,
        more=found.more,
    )


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def as_facts(read: DayRead) -> dict[str, Any]:
    """The figures of a day as JSON values, for the snapshot under a decision."""
    return {
        "day": read.day.isoformat(),
        "observations": read.observations,
        "estimate": read.estimate,
        "lower": read.lower,
        "upper": read.upper,
        "verdict": read.verdict,
        "more": read.more,
    }
