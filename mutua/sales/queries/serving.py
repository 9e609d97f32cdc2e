"""Which strategy a deal serves, where nobody has said it: the one whose segment has the account and whose offering has the product."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from mutua.foundation.access import Actor
from mutua.foundation.imports import Row
from mutua.sales.models import Stage
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.strategy.queries.serving import strategy_serving


def infer_strategies(rows: list[Row]) -> None:
    """Set `strategy_id` and `strategy_inferred` of imported rows, in a fixed number of queries. None: the deal is off strategy."""
    accounts = {row.values["account_id"] for row in rows}
    products = {row.values.get("product_id") for row in rows}
    serving = strategy_serving(accounts, products)
    for row in rows:
        row.values["strategy_id"] = serving.get((row.values["account_id"], row.values.get("product_id")))
        row.values["strategy_inferred"] = row.values["strategy_id"] is not None


@dataclass(frozen=True)
class OffStrategy:
    """Open deals: how many there are and what they are worth, and how much of it serves no strategy (P17)."""

    deals: int
    amount: Decimal
    off_deals: int
    off_amount: Decimal

    @property
    def share(self) -> float:
        return float(self.off_amount / self.amount) if self.amount else 0.0


def off_strategy_share(actor: Actor) -> OffStrategy:
    """Of the open deals that the actor sees: one query."""
    found = (
        opportunities_seen(actor)
        .filter(stage__kind=Stage.Kind.OPEN)
        .aggregate(
            n=Count("pk"), worth=Sum("amount"), off=Count("pk", filter=Q(strategy=None)), off_worth=Sum("amount", filter=Q(strategy=None))
        )
    )
    return OffStrategy(found["n"], found["worth"] or Decimal(0), found["off"], found["off_worth"] or Decimal(0))
