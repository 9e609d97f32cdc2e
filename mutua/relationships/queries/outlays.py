"""What one roadmap item has taken so far, beside what it was to take."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Outlay, RoadmapItem

SHOWN = 20


@dataclass(frozen=True)
class Taken:
    """rows: the newest, at most 20 of `count`."""

    rows: list[Outlay]
    count: int
    money: Decimal
    hours: Decimal


def taken_by(actor: Actor, item: RoadmapItem) -> Taken:
    """Two queries."""
    rows = visible_to(actor, Outlay.objects.filter(item=item))
    newest = list(rows.order_by("-on", "-pk")[: SHOWN + 1])
    if len(newest) <= SHOWN:
        return Taken(newest, len(newest), sum((row.amount for row in newest), Decimal(0)), sum((row.hours for row in newest), Decimal(0)))
    sums = rows.order_by().aggregate(money=Sum("amount"), hours=Sum("hours"))
    return Taken(newest[:SHOWN], rows.count(), sums["money"], sums["hours"])
