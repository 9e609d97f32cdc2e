"""Noting what a customer reports of its own measure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.models import Observation, PerformanceMeasure


@transaction.atomic
def report_figure(actor: Actor, measure_id: int, *, since: date, until: date, numerator: Decimal, denominator: Decimal) -> Observation:
    """So many good ones of so many, in a period. Raises NotFound, NotAllowed, Refused; a counted measure takes no reports."""
    measure: PerformanceMeasure = find(visible_to(actor, PerformanceMeasure.objects.all()), pk=measure_id)
    require(actor, "relationships.measure.edit", measure)
    if measure.is_counted:
        raise Refused(_("This measure is counted from shipments; a reported figure would contradict its rows."))
    if until < since:
        raise Refused(_("The period ends before it begins. Nothing was changed."), field="until")
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise Refused(_("The good ones have to lie between none and all. Nothing was changed."), field="numerator")

    observation = Observation(
        measure=measure, since=since, until=until, numerator=numerator, denominator=denominator, recorded_by_id=actor.user_id
    )
    store(observation)
    return observation
