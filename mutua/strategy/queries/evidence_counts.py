"""The numbers of evidence panels, each with its rows, for the person who looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DecimalField, F, QuerySet, Sum, Value
from django.db.models import Count as Number

from mutua.foundation import days
from mutua.foundation.access import Actor, NotFound, may
from mutua.strategy.models import Objective
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.review_evidence import Asked, Count, EvidencePanel, evidence_panels

MOST_PARTS = 6
MONEY = DecimalField(max_digits=18, decimal_places=2)


@dataclass(frozen=True)
class Counted:
    """A count with its number, its money by currency, and its parts: (value, number), the most first, at most six."""

    count: Count
    number: int
    money: Sequence[tuple[str, Decimal]]
    parts: Sequence[tuple[str, int]] = ()


def asked_about(objective: Objective) -> Asked | None:
    """None for an objective of a version that was never in force. The objective comes with its version, strategy and segment."""
    version = objective.version_of
    return Asked(objective, version.active_from, version.ended_on or days.today()) if version.active_from else None


def panels_for(actor: Actor, objective: Objective) -> list[EvidencePanel]:
    """Those that this actor may see of this objective."""
    hidden = is_concealed(actor, objective.version_of.strategy.segment)
    return [panel for panel in evidence_panels() if may(actor, panel.needs) and not (hidden and panel.of_members)]


def counted(actor: Actor, asked: Asked, counts: Sequence[Count]) -> list[Counted]:
    """One query, and one more for each count that is told apart. Counts without rows come with 0."""
    if not counts:
        return []
    parts = [_sums(count, count.rows(actor, asked)) for count in counts]
    numbers: dict[str, int] = {}
    money: dict[str, list[tuple[str, Decimal]]] = {}
    for key, currency, number, amount in parts[0].union(*parts[1:], all=True):
        numbers[key] = numbers.get(key, 0) + number
        if amount:
            money.setdefault(key, []).append((currency, amount))
    return [
        Counted(
            count,
            numbers.get(count.key, 0),
            sorted(money.get(count.key, [])),
            _apart(count, count.rows(actor, asked)) if count.by and numbers.get(count.key) else (),
        )
        for count in counts
    ]


def count_for(actor: Actor, objective: Objective, panel_key: str, count_key: str) -> tuple[EvidencePanel, Count]:
    """Raises NotFound, also where the actor may not see the panel."""
    for panel in panels_for(actor, objective):
        for count in panel.counts:
            if (panel.key, count.key) == (panel_key, count_key):
                return panel, count
    raise NotFound


def rows_of(actor: Actor, asked: Asked, count: Count, value: str | None = None) -> QuerySet[Any]:
    """The rows under a number; value: those of one part."""
    rows = count.rows(actor, asked)
    return (rows.filter(**{count.by: value}) if count.by and value is not None else rows).order_by(*count.newest)


def _sums(count: Count, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    currency = F(count.currency) if count.amount else Value("", output_field=CharField())
    told = rows.order_by().annotate(e_key=Value(count.key, output_field=CharField()), e_currency=currency).values("e_key", "e_currency")
    amount = Sum(count.amount, output_field=MONEY) if count.amount else Value(None, output_field=MONEY)
    return told.annotate(e_number=Number("pk"), e_amount=amount).values_list("e_key", "e_currency", "e_number", "e_amount")


def _apart(count: Count, rows: QuerySet[Any]) -> list[tuple[str, int]]:
    told = rows.order_by().values(count.by).annotate(e_number=Number("pk")).order_by("-e_number", count.by)
    return list(told.values_list(count.by, "e_number")[:MOST_PARTS])
