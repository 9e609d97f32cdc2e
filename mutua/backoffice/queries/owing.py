"""What customers owe: invoices, credit standing, and what both add up to, currency by currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, QuerySet, Sum, Value, When

from mutua.backoffice.models import CreditStanding, Invoice
from mutua.backoffice.models.party import Party, of_party
from mutua.backoffice.queries.seen import Days
from mutua.backoffice.rules.owing import days_overdue
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.money import Money


def invoices_seen(actor: Actor) -> QuerySet[Invoice]:
    """Invoices with `days_overdue`, as rules/owing.py has it, counted by today."""
    today = Value(days.today())
    late = When(Q(open_amount__gt=0, due_on__lt=today), then=Days(today, F("due_on")))
    return visible_to(actor, Invoice.objects.all()).annotate(days_overdue=Case(late, default=0, output_field=IntegerField()))


def invoice_for(actor: Actor, invoice_id: int) -> Invoice:
    return find(invoices_seen(actor).select_related("account", "person", "household", "order"), pk=invoice_id)


def standings_seen(actor: Actor) -> QuerySet[CreditStanding]:
    return visible_to(actor, CreditStanding.objects.all())


def overdue(today: date) -> Q:
    return Q(open_amount__gt=0, due_on__lt=today)


@dataclass(frozen=True)
class Owed:
    """In one currency. open_amount and overdue: what they owe less what we owe them, and the part that is past its due day; days: of the oldest."""

    open_amount: Money
    overdue: Money
    invoices: int
    days: int
    as_of: date


def owed_by(actor: Actor, party: Party) -> list[Owed]:
    """One for each currency in which something was ever invoiced. One query."""
    today = days.today()
    late = overdue(today)
    sums: dict[str, Any] = {
        "open": Sum("open_amount"),
        "late": Sum("open_amount", filter=late),
        "how_many": Count("pk", filter=~Q(open_amount=0)),
        "oldest": Min("due_on", filter=late),
        "told": Max("as_of"),
    }
    rows: list[dict[str, Any]] = list(
        invoices_seen(actor).filter(of_party(party)).order_by().values("currency").annotate(**sums).order_by("currency")  # type: ignore[arg-type]
    )
    return [
        Owed(
            Money(row["open"], row["currency"]),
            Money(row["late"] or Decimal(0), row["currency"]),
            row["how_many"],
            days_overdue(row["late"] or Decimal(0), row["oldest"], today),
            row["told"],
        )
        for row in rows
    ]


def open_invoices_of(actor: Actor, party: Party, limit: int) -> list[Invoice]:
    """Those that wait longest first."""
    found = invoices_seen(actor).filter(of_party(party)).exclude(open_amount=0)
    return list(found.order_by(F("due_on").asc(nulls_last=True), "pk")[:limit])


def standings_of(actor: Actor, party: Party) -> list[CreditStanding]:
    """A few: one for each currency and source."""
    return list(standings_seen(actor).filter(of_party(party)).order_by("currency", "-as_of", "pk")[:6])
