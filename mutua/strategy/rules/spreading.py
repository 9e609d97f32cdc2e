"""Spreading an amount evenly, to the cent."""

from __future__ import annotations

from decimal import Decimal

CENT = Decimal("0.01")


def spread(amount: Decimal, parts: int) -> list[Decimal]:
    """`parts` amounts that differ by a cent at most and add up to `amount`; the greater ones come first. ValueError for less than one part."""
    if parts < 1:
        raise ValueError("An amount is spread over one part at least.")
    cents, rest = divmod(int(amount / CENT), parts)
    return [(cents + (place < rest)) * CENT for place in range(parts)]
