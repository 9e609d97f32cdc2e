"""What a customer reported of its own measure, as it was known on any day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Observation, PerformanceMeasure

# Which figure is the newest, wherever one is told: of the period that ended last, the shortest; of one period, what was said of it last.
NEWEST = ("-until", "-since", "-recorded_at", "-pk")


def observations_of(actor: Actor, measure: PerformanceMeasure) -> QuerySet[Observation]:
    """All that was ever said, corrections and what they corrected, newest period first."""
    return visible_to(actor, Observation.objects.filter(measure=measure))


def observations_known(actor: Actor, measure: PerformanceMeasure, *, known_on: date | None = None) -> QuerySet[Observation]:
    """One figure for each period: the last that had been said of it by the end of a day; newest period first. None: by now."""
    said = observations_of(actor, measure)
    if known_on is not None:
        said = said.filter(recorded_at__date__lte=known_on)
    last = said.order_by("since", "until", "-recorded_at", "-pk").distinct("since", "until")
    return observations_of(actor, measure).filter(pk__in=last.values("pk")).order_by(*NEWEST)


def observation_in_force(actor: Actor, measure: PerformanceMeasure, *, known_on: date | None = None) -> Observation | None:
    """The figure of the newest period, as it was known."""
    return observations_known(actor, measure, known_on=known_on).first()
