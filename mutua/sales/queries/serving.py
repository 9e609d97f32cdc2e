"""Which strategy a deal serves, where nobody has said it: the one whose segment has the account and whose offering has the product."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mutua.foundation.access import Actor
from mutua.foundation.imports import Row
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.strategy.queries.serving import strategy_serving


def infer_strategies(rows: list[Row]) -> None:
    """Set `strategy_id` and `strategy_inferred` of imported rows, in a fixed number of queries. None: the deal is off strategy.

    What somebody has named by hand stays, also when the file brings the deal again.
    """
    accounts = {row.values["account_id"] for row in rows}
    products = {row.values.get("product_id") for row in rows}
    serving = strategy_serving(accounts, products)
    by_hand = _named_by_hand([row.record_id for row in rows if row.record_id is not None])
    for row in rows:
        row.values["strategy_id"] = serving.get((row.values["account_id"], row.values.get("product_id")))
        row.values["strategy_inferred"] = row.values["strategy_id"] is not None
        if row.record_id in by_hand:
            row.values["strategy_id"], row.values["strategy_inferred"] = by_hand[row.record_id], False


def _named_by_hand(deal_ids: list[int]) -> dict[int | None, int]:
    named = Opportunity.everything.filter(pk__in=deal_ids, strategy_inferred=False, strategy__isnull=False)
    return dict(named.values_list("pk", "strategy_id"))


@dataclass(frozen=True)
class OffStrategy:
    """Open deals: how many there are and what they are worth by currency, and how much of it serves no strategy (P17)."""

    deals: int
    off_deals: int
    amounts: dict[str, Decimal]
    off_amounts: dict[str, Decimal]

    @property
    def in_money(self) -> bool:
        """Amounts of several currencies do not add up (P16): then deals are counted."""
        return len(self.amounts) == 1 and any(self.amounts.values())

    @property
    def share(self) -> float:
        if self.in_money:
            return float(sum(self.off_amounts.values()) / sum(self.amounts.values()))
        return self.off_deals / self.deals if self.deals else 0.0


def off_strategy_share(actor: Actor) -> OffStrategy:
    """Of the open deals that the actor sees: one query."""
    return off_strategy_in(counted_by(opportunities_seen(actor).filter(stage__kind=Stage.Kind.OPEN), "currency"))


def counted_by(deals: QuerySet[Opportunity], *by: str) -> list[dict[str, Any]]:
    """Rows of n and sum, and of these what is off strategy, for each value of `by`, a currency among them: one query."""
    off = Q(strategy=None)
    counts = {"n": Count("pk"), "sum": Sum("amount"), "off": Count("pk", filter=off), "off_sum": Sum("amount", filter=off)}
    return list(deals.order_by().values(*by).annotate(**counts).order_by(*by))


def off_strategy_in(rows: list[dict[str, Any]]) -> OffStrategy:
    """What rows of `counted_by` say together."""
    amounts: dict[str, Decimal] = {}
    off_amounts: dict[str, Decimal] = {}
    for row in rows:
        amounts[row["currency"]] = amounts.get(row["currency"], Decimal(0)) + row["sum"]
        off_amounts[row["currency"]] = off_amounts.get(row["currency"], Decimal(0)) + (row["off_sum"] or Decimal(0))
    return OffStrategy(sum(row["n"] for row in rows), sum(row["off"] for row in rows), amounts, off_amounts)
