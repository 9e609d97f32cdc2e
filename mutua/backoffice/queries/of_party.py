"""What a customer ordered, and what it adds up to. A household's orders are its own and those of the people who belong to it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, Sum

from mutua.backoffice.models import Order
from mutua.backoffice.models.party import Party, of_party
from mutua.backoffice.queries.seen import orders_seen
from mutua.customers.models import Household
from mutua.customers.queries.households import is_now, members_of
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.money import Money

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Ordered:
    """In one currency, cancelled orders left out. orders, year: ever, and in the twelve months up to today; days: on which something was ordered."""

    total: Money
    year: Money
    orders: int
    days: int
    last_on: date | None


def theirs(actor: Actor, party: Party) -> Q:
    """Orders of this customer. One query for a household, none for others."""
    if not isinstance(party, Household):
        return of_party(party)
    members = [member.person_id for member in members_of(actor, party) if is_now(member)]
    return of_party(party) | Q(person__in=members)


def ordered_by(actor: Actor, whose: Q) -> list[Ordered]:
    """One for each currency. One query."""
    today = days.today()
    sums: dict[str, Any] = {
        "total": Sum("value"),
        "in_year": Sum("value", filter=Q(dated_on__gt=today - YEAR, dated_on__lte=today)),
        "orders": Count("pk"),
        "days_": Count("dated_on", distinct=True),
        "last_on": Max("dated_on"),
    }
    counted = orders_seen(actor).filter(whose).exclude(state=Order.State.CANCELLED).order_by().values("currency")
    rows: list[dict[str, Any]] = list(counted.annotate(**sums).order_by("currency"))  # type: ignore[arg-type]
    return [
        Ordered(
            Money(row["total"], row["currency"]),
            Money(row["in_year"] or Decimal(0), row["currency"]),
            row["orders"],
            row["days_"],
            row["last_on"],
        )
        for row in rows
    ]
