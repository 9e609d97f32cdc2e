"""What a customer has of us: the products they bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from mutua.backoffice.models import Order, OrderLine
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.money import Money


@dataclass(frozen=True)
class Holding:
    """One product in one currency. orders: how many orders it stands in, cancelled ones left out."""

    product: str
    quantity: Decimal
    value: Money
    orders: int
    last_on: date | None


def bought_by(actor: Actor, whose: Q, limit: int) -> list[Holding]:
    """The products worth most, of lines that name a product of the catalogue. whose: orders (`queries/of_party.py`). One query."""
    theirs = Order.objects.filter(whose).values("pk")
    lines = visible_to(actor, OrderLine.objects.filter(order__in=theirs, product__isnull=False))
    rows = (
        lines.exclude(order__state=Order.State.CANCELLED)
        .order_by()
        .values("product__name", "order__currency")
        .annotate(pieces=Sum("quantity"), worth=Sum("value"), orders=Count("order", distinct=True), last_on=Max("order__dated_on"))
        .order_by("-worth", "product__name")[:limit]
    )
    return [
        Holding(row["product__name"], row["pieces"], Money(row["worth"], row["order__currency"]), row["orders"], row["last_on"])
        for row in rows
    ]
