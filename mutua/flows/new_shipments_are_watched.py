"""Shipments came in: the accounts that received them are measured, by proxy at first, and the watch over each takes them in."""

from __future__ import annotations

from collections.abc import Collection

from mutua.backoffice.events import ShipmentRecorded, ShipmentsImported
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.relationships.actions.open_touchpoints import open_touchpoints
from mutua.relationships.measures.rows import SHIPMENTS
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.queries.reconciling import to_compare
from mutua.relationships.tasks import reconcile_measure, watch_measures, watch_measures_now

FLOW = "new shipments are watched"
FEW = 10


@when(ShipmentRecorded)
def recorded_shipment_is_watched(event: ShipmentRecorded) -> None:
    _watch([event.account_id])


@when(ShipmentsImported)
def new_shipments_are_watched(event: ShipmentsImported) -> None:
    _watch(event.account_ids)


def _watch(account_ids: Collection[int]) -> None:
    open_touchpoints(flow_actor(FLOW), account_ids, "physical-delivery")
    counted = PerformanceMeasure.objects.filter(
        counted_from=PerformanceMeasure.CountedFrom.SHIPMENTS, account_touchpoint__account__in=account_ids
    )
    # A job for each, so that one account with ten years of shipments keeps none of the others waiting.
    door = watch_measures_now if len(account_ids) <= FEW else watch_measures
    door.defer_many({"measure_ids": [number]} for number in counted.order_by("pk").values_list("pk", flat=True))
    # What the customer says of the same deliveries is compared with what we know now.
    reconcile_measure.defer_many({"measure_id": number} for number in to_compare(SHIPMENTS.key, account_ids).values_list("pk", flat=True))
