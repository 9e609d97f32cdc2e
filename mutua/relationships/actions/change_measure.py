"""Changing a customer's measure: its window, its completeness, its target and tolerance, whose figures they are."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.events import MeasureChanged
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.tasks import watch_measures

FIELDS = ("name", "early_days", "late_days", "completeness", "target", "tolerance", "is_proxy", "proxy_name")
# What decides whether a delivery counts as good: other outcomes from the first day on.
OUTCOMES = ("early_days", "late_days", "completeness")
# And what decides when the watch rings.
EVIDENCE = (*OUTCOMES, "tolerance")


@transaction.atomic
def change_measure(actor: Actor, measure_id: int, *, version: int | None, **values: Any) -> PerformanceMeasure:
    """values: any of FIELDS. Another window, completeness or tolerance makes a new reading: all outcomes are read anew.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    measure: PerformanceMeasure = locked(find(visible_to(actor, PerformanceMeasure.objects.all()), pk=measure_id), version)
    require(actor, "relationships.measure.edit", measure)
    changed = [name for name in FIELDS if name in values and getattr(measure, name) != values[name]]
    _check(measure, values)

    for name in changed:
        setattr(measure, name, values[name])
    restarted = measure.is_counted and any(name in EVIDENCE for name in changed)
    measure.reading += restarted
    store(measure)

    if changed:
        announce(_changed(measure, changed), actor=actor)
    if restarted:
        watch_measures.defer(measure_ids=[measure.pk])
    return measure


def _check(measure: PerformanceMeasure, values: dict[str, Any]) -> None:
    by_proxy = values.get("is_proxy", measure.is_proxy)
    if by_proxy and not values.get("proxy_name", measure.proxy_name):
        raise Refused(_("A measure is the customer’s own, or that of somebody named. Say whose figures these are."), field="proxy_name")
    if not 0 < values.get("tolerance", measure.tolerance) < 1:
        raise Refused(_("A tolerance lies between 0 and 100 %, both left out. Nothing was changed."), field="tolerance")
    if values.get("tolerance", measure.tolerance) > values.get("target", measure.target):
        raise Refused(_("The tolerance cannot lie above the target. Nothing was changed."), field="tolerance")


def _changed(measure: PerformanceMeasure, changed: list[str]) -> MeasureChanged:
    fields = {name: measure._meta.get_field(name) for name in changed}
    return MeasureChanged(
        measure_id=measure.pk,
        account_id=measure.account_touchpoint.account_id,
        touchpoint=measure.account_touchpoint.touchpoint.key,
        measure=measure.name,
        change=", ".join(f"{field.verbose_name} {_shown(getattr(measure, name))}" for name, field in fields.items()),  # type: ignore[union-attr]
        restarted=measure.is_counted and any(name in OUTCOMES for name in changed),
    )


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return str(_("yes") if value else _("no")) if isinstance(value, bool) else str(value)
