"""Noting what a customer reports of its own measure, and correcting what it reported before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import one_at_a_time
from mutua.foundation.records.saving import store
from mutua.foundation.ui import formats
from mutua.relationships.actions.keep_figure import keep_figure
from mutua.relationships.models import Observation, PerformanceMeasure
from mutua.relationships.rules.measures import Better, Unit, figure_is_possible, is_proportion
from mutua.relationships.tasks import reconcile_measure


@transaction.atomic
def report_figure(
    actor: Actor,
    measure_id: int,
    *,
    since: date,
    until: date,
    numerator: Decimal,
    denominator: Decimal,
    reason: str = "",
) -> Observation:
    """So many of so many, in a period. A figure of a period that has one already is a correction: the old one stays, as what was known before.
    The figure that stands already is answered as it is: nothing was corrected.

    Raises NotFound, NotAllowed, Refused; a counted measure takes no reports.
    """
    measure: PerformanceMeasure = find(visible_to(actor, PerformanceMeasure.objects.all()), pk=measure_id)
    require(actor, "relationships.measure.edit", measure)
    if measure.is_counted:
        raise Refused(_("This measure is counted from its rows; a reported figure would contradict them."))
    if until < since:
        raise Refused(_("The period ends before it begins. Nothing was changed."), field="until")
    if until > days.today():
        raise Refused(
            _("The period ends on %(until)s, which has not been. Nothing was changed.") % {"until": formats.day(until)}, field="until"
        )
    unit, better = Unit(measure.unit), Better(measure.better)
    if not figure_is_possible(numerator, denominator, unit=unit, better=better):
        raise Refused(_impossible(unit, better), field="numerator")

    one_at_a_time(PerformanceMeasure, [measure.pk])
    standing: Observation | None = (
        Observation.objects.filter(measure=measure, since=since, until=until).order_by("-recorded_at", "-pk").first()
    )
    if standing is not None and (standing.numerator, standing.denominator) == (numerator, denominator):
        return standing

    observation = Observation(
        measure=measure,
        since=since,
        until=until,
        numerator=numerator,
        denominator=denominator,
        is_proportion=is_proportion(unit, better),
        reason=reason.strip(),
        recorded_by_id=actor.user_id,
    )
    store(observation)
    keep_figure(actor, measure)
    reconcile_measure.defer(measure_id=measure.pk)
    return observation


def _impossible(unit: Unit, better: Better) -> str:
    if is_proportion(unit, better):
        return _("The good ones have to lie between none and all. Nothing was changed.")
    return _("What it is about has to be more than nothing, and the figure not less than nothing. Nothing was changed.")
