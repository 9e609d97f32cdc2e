"""Spreading what an item costs over the quarters that it takes, to the cent."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

DAYS_A_QUARTER = 92


def quarters_for(lead_days: int) -> int:
    """Whole quarters that so many days need; at least one."""
    return max(1, -(-lead_days // DAYS_A_QUARTER))


def spread(total: Decimal, quarters: int, unit: Decimal = Decimal("0.01")) -> list[Decimal]:
    """Equal parts that add up to the total exactly; what does not divide goes into the first."""
    part = (total / quarters).quantize(unit, ROUND_DOWN)
    return [total - part * (quarters - 1), *[part] * (quarters - 1)]
