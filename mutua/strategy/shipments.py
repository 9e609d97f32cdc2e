"""Deliveries serve the strategy of their account: strategy looks down on the back office, so it registers them itself."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.queries.seen import shipments_seen
from mutua.foundation.access import Actor
from mutua.strategy.queries.serving import strategy_of_account
from mutua.strategy.work import Seen, Work, serves


def _rows(actor: Actor) -> QuerySet[Any]:
    return shipments_seen(actor).annotate(serving=strategy_of_account("account_id")).select_related("account")


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
        serving="serving",
    )
)
