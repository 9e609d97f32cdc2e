"""Reading measures anew, because rows that they had counted were taken back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, QuerySet

from mutua.foundation.access import Actor, require
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.tasks import watch_measures


@transaction.atomic
def read_again(actor: Actor, account_ids: Collection[int]) -> int:
    """A new reading of each measure of these accounts that has counted shipments in its present one; returns how many. What was decided stays."""
    require(actor, "relationships.measure.edit")
    counted = PerformanceMeasure.CountedFrom.SHIPMENTS
    return _begin(PerformanceMeasure.objects.filter(counted_from=counted, account_touchpoint__account__in=account_ids))


@transaction.atomic
def read_measures_again(actor: Actor, measure_ids: Collection[int]) -> int:
    """The same of these measures, whatever they are counted from."""
    require(actor, "relationships.measure.edit")
    reported = PerformanceMeasure.CountedFrom.REPORTED
    return _begin(PerformanceMeasure.objects.filter(pk__in=measure_ids).exclude(counted_from=reported))


def _begin(counted: QuerySet[PerformanceMeasure]) -> int:
    # One that is to be read anew already needs no third reading: each costs some of the owner's false alarms.
    begun = list(counted.select_for_update(of=("self",)).filter(watch__reading=F("reading")).order_by("pk").values_list("pk", flat=True))

    PerformanceMeasure.objects.filter(pk__in=begun).update(reading=F("reading") + 1, version=F("version") + 1)

    watch_measures.defer_many({"measure_ids": [number]} for number in begun)
    return len(begun)
