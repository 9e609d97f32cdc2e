"""What the page of an account shows of its orders and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from mutua.backoffice.models import Shipment
from mutua.backoffice.queries.seen import deliveries_seen, shipments_seen
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.prepared import prepared
from mutua.foundation.money import Money

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Deliveries:
    """The last twelve months up to today, by promised day. late: delivered after the promise, or not yet and overdue.

    values: one for each currency, for two do not add up.
    """

    shipments: int
    late: int
    values: list[Money]
    all_time: int


def deliveries_of(actor: Actor, account_id: int) -> Deliveries:
    """One query."""
    today = days.today()
    late = Q(delivered_on__gt=F("promised_on")) | Q(delivered_on=None, promised_on__lt=today)
    year = Q(promised_on__gt=today - YEAR, promised_on__lte=today)
    sums = {
        "shipments": Count("pk", filter=year),
        "late": Count("pk", filter=year & late),
        "value": Sum("value", filter=year),
        "all_time": Count("pk"),
    }
    rows: list[dict[str, Any]] = list(
        shipments_seen(actor).filter(account=account_id).order_by().values("currency").annotate(**sums).order_by("currency")  # type: ignore[arg-type]
    )
    shipments, late_ones, all_time = (sum(row[name] for row in rows) for name in ("shipments", "late", "all_time"))
    return Deliveries(shipments, late_ones, [Money(row["value"], row["currency"]) for row in rows if row["value"] is not None], all_time)


def newest_shipments(actor: Actor, account_id: int, limit: int) -> list[Shipment]:
    """Those under way first, then the newest, with `days_late`."""
    return _newest(actor, account_id, days.today(), limit=limit)


@prepared
def _newest(actor: Actor, account_id: int, today: date, *, limit: int) -> QuerySet[Shipment]:
    found = deliveries_seen(actor, today).filter(account=account_id)
    return found.order_by(F("delivered_on").desc(nulls_first=True), "-promised_on", "-pk")[:limit]
