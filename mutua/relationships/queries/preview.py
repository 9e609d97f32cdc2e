"""What the last twelve months would have given with a definition that is typed in and not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.relationships.measures import kind_named
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.measures.rows import CASES
from mutua.relationships.models import AccountTouchpoint, PerformanceMeasure
from mutua.relationships.queries.counting import YEAR, Tally, tally_defined
from mutua.relationships.queries.measure_page import Figure, figure_known
from mutua.relationships.rules.measures import Better
from mutua.relationships.rules.tolerance import Standing, standing


@dataclass(frozen=True)
class Preview:
    """figure and cases as the definition would have counted them; now: the figure by the definition that stands, None for a new one.

    within, at_least: the share of good cases and what the watch asks of it, where cases have figures of their own.
    """

    kind: MeasureKind
    figure: Figure
    standing: Standing
    now: Figure | None
    within: Fraction | None
    at_least: Decimal

    @property
    def would_ring(self) -> bool:
        return self.within is not None and self.within < Fraction(self.at_least)


def preview(
    actor: Actor, at: AccountTouchpoint, kind: str, defined: Mapping[str, Any], measure: PerformanceMeasure | None = None
) -> Preview:
    """defined: counted_from, target, tolerance and what the kind asks for. Nothing is written."""
    chosen, until = kind_named(kind), days.today()
    now = figure_known(actor, measure) if measure is not None else None
    tally: Tally | None = None
    counted_from = defined["counted_from"]
    rows = _rows(at, counted_from, measure)
    if counted_from in chosen.counts and rows is not None:
        fresh = PerformanceMeasure()
        names = ("early_days", "late_days", "window_days", "completeness", "tolerance")
        values = {name: defined.get(name, getattr(fresh, name)) for name in names}
        tally = tally_defined(actor, kind, counted_from, rows, values, since=until - YEAR + timedelta(days=1), until=until)
    figure = Figure(Fraction(0), Fraction(0), None, None)
    if tally is not None:
        figure = Figure(Fraction(tally.numerator), Fraction(tally.denominator), tally.since, tally.until, tally.good, tally.of)
    elif measure is not None and counted_from == PerformanceMeasure.CountedFrom.REPORTED and not measure.is_counted:
        figure = now or figure
    return Preview(
        kind=chosen,
        figure=figure,
        standing=standing(figure.value, defined["target"], defined["tolerance"], Better(chosen.better)),
        now=now,
        within=tally.share if tally is not None and not chosen.yes_or_no else None,
        at_least=defined.get("least_share", PerformanceMeasure().least_share),
    )


def _rows(at: AccountTouchpoint, counted_from: str, measure: PerformanceMeasure | None) -> Q | None:
    if counted_from == CASES.key:
        return Q(measure=measure) if measure is not None else None
    return Q(account=at.account_id)
