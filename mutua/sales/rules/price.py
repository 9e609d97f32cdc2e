"""A list price has four decimals; what a deal is worth has two."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal


def to_cents(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
