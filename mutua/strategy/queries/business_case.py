"""Mutua's own business case: what using it was to bring, and what the outcomes since then verify, by the machinery of the reviews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.metrics import Metric, MetricQuery, metric_named
from mutua.strategy.evidence import Judged, start, told
from mutua.strategy.models import BusinessCase

ALPHA = 0.05
CENT = Decimal("0.01")


@dataclass(frozen=True)
class CaseLine:
    """One line with what is known of it. expected, verified, low, high: money a year; None: not known, or no bound yet."""

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


def business_case(actor: Actor) -> Case | None:
    """The newest version; None where there is none. The figures are the company's, whoever looks: they name no account."""
    row = visible_to(actor, BusinessCase.objects.all()).order_by("-number").first()
    if row is None:
        return None
    lines = [_line(row, line) for line in row.lines]
    known = [line.verified for line in lines if line.verified is not None]
    return Case(row, lines, _sum(line.expected for line in lines), _sum(known) if known else None)


def _line(row: BusinessCase, line: dict[str, Any]) -> CaseLine:
    """α is shared out over the lines, as over the objectives of a version."""
    metric, worth = metric_named(line["metric"]), Decimal(line["worth"])
    baseline, planned = float(line["baseline"]), float(line["expected"])
    judged = Judged(plan=planned, tolerance=0.0, break_even=baseline, alpha=ALPHA / len(row.lines), metric=metric)
    sequence = start(judged)
    outcomes = sorted(metric.outcomes(MetricQuery(row.used_since, days.today())), key=lambda one: (one.known_on, one.key))
    sequence.update([outcome.value for outcome in outcomes])
    read = told(days.today(), tuple(outcomes), sequence, judged) if outcomes else None
    sign = 1 if metric.better == "higher" else -1

    def brings(value: float | None) -> Decimal | None:
        return None if value is None else (Decimal(str(sign * (value - baseline))) * worth).quantize(CENT)

    ends = sorted(end for end in (brings(read.lower), brings(read.upper)) if end is not None) if read else []
    both = read is not None and read.lower is not None and read.upper is not None
    return CaseLine(
        title=line["title"], metric=metric, baseline=baseline, planned=planned, worth=worth,
        observations=read.observations if read else 0, estimate=read.estimate if read else None,
        verdict=read.verdict if read else "keep collecting", expected=brings(planned) or Decimal(0),
        verified=brings(read.estimate) if read else None, low=ends[0] if both else None, high=ends[-1] if both else None,
    )  # fmt: skip


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
