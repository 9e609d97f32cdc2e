"""Which strategy a deal serves, where nobody has said it: the one whose segment has the account and whose offering has the product."""

from __future__ import annotations

from mutua.foundation.imports import Row
from mutua.strategy.queries.serving import strategy_serving


def infer_strategies(rows: list[Row]) -> None:
    """Set `strategy_id` and `strategy_inferred` of imported rows, in a fixed number of queries. None: the deal is off strategy."""
    accounts = {row.values["account_id"] for row in rows}
    products = {row.values.get("product_id") for row in rows}
    serving = strategy_serving(accounts, products)
    for row in rows:
        row.values["strategy_id"] = serving.get((row.values["account_id"], row.values.get("product_id")))
        row.values["strategy_inferred"] = row.values["strategy_id"] is not None
