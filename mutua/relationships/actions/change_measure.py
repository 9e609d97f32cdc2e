"""Changing a customer's measure: its window, its completeness, its target and tolerance, whose figures they are."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.events import MeasureChanged
from mutua.relationships.measures import kind_named
from mutua.relationships.measures.saying import check_definition
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.tasks import reconcile_measure, watch_measures

# What decides whether a case counts as good: other outcomes from the first day on.
OUTCOMES = ("early_days", "late_days", "completeness", "window_days", "counted_from")
# And what decides when the watch rings.
EVIDENCE = (*OUTCOMES, "tolerance", "least_share")
FIELDS = ("name", *EVIDENCE, "target", "break_even", "is_proxy", "proxy_name")


@transaction.atomic
def change_measure(actor: Actor, measure_id: int, *, version: int | None, **values: Any) -> PerformanceMeasure:
    """values: any of FIELDS. Another window, completeness or tolerance makes a new reading: all outcomes are read anew.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    measure: PerformanceMeasure = locked(find(visible_to(actor, PerformanceMeasure.objects.all()), pk=measure_id), version)
    require(actor, "relationships.measure.edit", measure)
    changed = [name for name in FIELDS if name in values and getattr(measure, name) != values[name]]
    was_counted = measure.is_counted
    for name in changed:
        setattr(measure, name, values[name])
    check_definition(kind_named(measure.kind), measure)

    restarted = (was_counted or measure.is_counted) and any(name in EVIDENCE for name in changed)
    measure.reading += restarted
    store(measure)

    if changed:
        anew = (was_counted or measure.is_counted) and any(name in OUTCOMES for name in changed)
        announce(_changed(measure, changed, anew), actor=actor)
        watch_measures.defer(measure_ids=[measure.pk])
        reconcile_measure.defer(measure_id=measure.pk)
    return measure


def _changed(measure: PerformanceMeasure, changed: list[str], anew: bool) -> MeasureChanged:
    fields = {name: measure._meta.get_field(name) for name in changed}
    return MeasureChanged(
        measure_id=measure.pk,
        account_id=measure.account_touchpoint.account_id,
        touchpoint=measure.account_touchpoint.touchpoint.key,
        measure=measure.name,
        change=", ".join(f"{field.verbose_name} {_shown(getattr(measure, name))}" for name, field in fields.items()),  # type: ignore[union-attr]
        restarted=anew,
    )


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return str(_("yes") if value else _("no")) if isinstance(value, bool) else str(value)
