"""Mutua's own business case: what using it was to bring, and what the outcomes since then verify, as a job read them last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.metrics import Metric, metric_named
from mutua.strategy.evidence import Judged
from mutua.strategy.models import BusinessCase, CaseReading

ALPHA = 0.05
CENT = Decimal("0.01")


@dataclass(frozen=True)
class CaseLine:
    """One line with what is known of it. expected, verified, low, high: money a year; None: not known, or no bound yet. read_to: None before the first reading."""

    title: str
    metric: Metric
    baseline: float
    planned: float
    worth: Decimal
    observations: int
    estimate: float | None
    verdict: str
    expected: Decimal
    verified: Decimal | None
    low: Decimal | None
    high: Decimal | None
    read_to: date | None


@dataclass(frozen=True)
class Case:
    """row: the version. Sums are of the lines; verified: of those of which anything is known, None without any."""

    row: BusinessCase
    lines: list[CaseLine]
    expected: Decimal
    verified: Decimal | None

    @property
    def net(self) -> Decimal | None:
        return None if self.verified is None else self.verified - self.row.cost_per_year

    @property
    def expected_net(self) -> Decimal:
        return self.expected - self.row.cost_per_year

    @property
    def is_being_read(self) -> bool:
        """Whether the job has not come to every line yet."""
        return any(line.read_to is None for line in self.lines)

    @property
    def read_to(self) -> date | None:
        """The day up to which every line was read."""
        return None if self.is_being_read else min((line.read_to for line in self.lines if line.read_to), default=None)


def business_case(actor: Actor) -> Case | None:
    """The newest version; None where there is none. The figures are the company's, whoever looks: they name no account. Two queries."""
    row = visible_to(actor, BusinessCase.objects.all()).order_by("-number").first()
    if row is None:
        return None
    readings = {reading.position: reading for reading in visible_to(actor, CaseReading.objects.filter(case=row))}
    judged = judged_lines(row)
    lines = [_line(line, judged[place], readings.get(place)) for place, line in enumerate(row.lines)]
    known = [line.verified for line in lines if line.verified is not None]
    return Case(row, lines, _sum(line.expected for line in lines), _sum(known) if known else None)


def judged_lines(row: BusinessCase) -> list[Judged]:
    """What each line is judged by. α is shared out over the lines, as over the objectives of a version."""
    return [
        Judged(
            plan=float(line["expected"]),
            tolerance=0.0,
            break_even=float(line["baseline"]),
            alpha=ALPHA / len(row.lines),
            metric=metric_named(line["metric"]),
        )
        for line in row.lines
    ]


def _line(line: dict[str, Any], judged: Judged, reading: CaseReading | None) -> CaseLine:
    metric, worth, baseline = judged.metric, Decimal(line["worth"]), judged.break_even
    sign = 1 if metric.better == "higher" else -1

    def brings(value: float | None) -> Decimal | None:
        return None if value is None else (Decimal(str(sign * (value - baseline))) * worth).quantize(CENT)

    bounds = [reading.lower, reading.upper] if reading else []
    ends = sorted(end for end in map(brings, bounds) if end is not None)
    both = len(ends) == 2
    return CaseLine(
        title=line["title"], metric=metric, baseline=baseline, planned=judged.plan, worth=worth,
        observations=reading.counted if reading else 0, estimate=reading.estimate if reading else None,
        verdict=(reading.verdict if reading else "") or "keep collecting", expected=brings(judged.plan) or Decimal(0),
        verified=brings(reading.estimate) if reading else None, low=ends[0] if both else None, high=ends[-1] if both else None,
        read_to=reading.read_to if reading else None,
    )  # fmt: skip


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
