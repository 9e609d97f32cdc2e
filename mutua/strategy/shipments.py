"""Deliveries serve the strategies of their account: strategy looks down on the back office, so it registers them itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.queries.seen import shipments_seen
from mutua.foundation.access import Actor
from mutua.strategy.models import SegmentMember, StrategyVersion
from mutua.strategy.queries.serving import belonging_on
from mutua.strategy.work import Seen, Work, serves


def _rows(actor: Actor) -> QuerySet[Any]:
    return shipments_seen(actor).select_related("account")


def _of(rows: QuerySet[Any], strategy_id: int) -> QuerySet[Any]:
    day = OuterRef("day_it_counts")
    counted = rows.annotate(day_it_counts=Least("delivered_on", "promised_on"))  # what comes late has failed before it came
    belonged = SegmentMember.objects.filter(belonging_on(day), account=OuterRef("account"), segment__strategies=strategy_id)
    in_force = StrategyVersion.objects.filter(strategy=strategy_id, state=StrategyVersion.State.ACTIVE, active_from__lte=day)
    return counted.filter(Exists(belonged.filter(segment__deleted_at=None)), Exists(in_force))


def _show(shipment: Any) -> Seen:
    url = reverse("backoffice:shipment", args=[shipment.pk])
    return Seen(shipment.number, url, day=shipment.delivered_on or shipment.promised_on, account=shipment.account)


serves(
    Work(
        key="deliveries",
        title=_("Deliveries"),
        icon="truck-delivery",
        order=50,
        needs="backoffice.shipment.view",
        rows=_rows,
        show=_show,
        newest=("-promised_on", "-pk"),
        of=_of,
        says=_("of its accounts on their day, as outcomes count"),
    )
)
