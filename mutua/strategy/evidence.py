"""Reading outcomes day by day: one path for the live job, for catching up after a pause, and for replaying the past."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from mutua.foundation.metrics import Metric, Outcome
from mutua.methods.sequential import Interval, MeanSequence, verdict


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


def start(judged: Judged) -> MeanSequence:
    """A sequence that has seen nothing."""
    return MeanSequence(alpha=judged.alpha, bounds=judged.metric.bounds)


def read_days(sequence: MeanSequence, judged: Judged, outcomes: Iterable[Outcome], *, not_before: date) -> Iterator[DayRead]:
    """Count outcomes, which come in the order in which they became known, and tell what was known at the end of each day.

    An outcome that became known before `not_before` but arrives only now belongs to that day: the days before are closed.
    """
    for day, batch in groupby(outcomes, key=lambda outcome: max(outcome.known_on, not_before)):
        known = tuple(batch)
        # One at a time and without a bookmark: which outcomes are new is decided by their keys, in the same transaction.
        interval = sequence.update([outcome.value for outcome in known])
        yield _told(day, known, interval, judged)


def _told(day: date, outcomes: tuple[Outcome, ...], interval: Interval, judged: Judged) -> DayRead:
    found = verdict(
        interval, plan=judged.plan, tolerance=judged.tolerance, break_even=judged.break_even, better=judged.metric.better
    )
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
