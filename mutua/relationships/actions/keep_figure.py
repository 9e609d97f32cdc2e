"""Keeping how a measure stands, so that the list of all measures can begin with those that are out of tolerance."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.relationships.models import MeasureFigure, PerformanceMeasure
from mutua.relationships.models.measure_figure import RANKS
from mutua.relationships.queries.counting import tallies_of
from mutua.relationships.queries.observations import observation_in_force
from mutua.relationships.rules.measures import Better
from mutua.relationships.rules.tolerance import standing


def keep_figure(actor: Actor, measure: PerformanceMeasure) -> MeasureFigure:
    """Count the last year anew, or take the newest figure that was reported. Safe to repeat."""
    require(actor, "relationships.measure.edit", measure)
    values: dict[str, Any] = {}
    if measure.is_counted:
        tally = tallies_of(actor, [measure]).get(measure.pk)
        if tally is not None:
            values = {name: getattr(tally, name) for name in ("numerator", "denominator", "good", "of", "since", "until")}
    else:
        said = observation_in_force(actor, measure)
        if said is not None:
            values = {name: getattr(said, name) for name in ("numerator", "denominator", "since", "until")}
    above, below = Fraction(values.get("numerator", 0)), Fraction(values.get("denominator", 0))
    state = standing(above / below if below else None, measure.target, measure.tolerance, Better(measure.better))
    blank = {"numerator": 0, "denominator": 0, "good": None, "of": None, "since": None, "until": None}
    told = {**blank, **values, "rank": RANKS.index(state.value)}
    figure = MeasureFigure.objects.filter(measure=measure).first()
    # What is the same is not written again: a job that runs twice changes nothing.
    if figure is not None and all(getattr(figure, name) == value for name, value in told.items()):
        return figure
    figure, _made = MeasureFigure.objects.update_or_create(measure=measure, defaults={**told, "counted_at": days.now()})
    return figure
