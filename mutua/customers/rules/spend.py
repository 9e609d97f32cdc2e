"""How much of what a customer spends in our category it spends with us."""

from __future__ import annotations

from decimal import Decimal


def share_of_spend(with_us: Decimal | None, category: Decimal | None) -> Decimal | None:
    """0 to 1; None while either is unknown or the category is nothing. More with us than in all is a mistake of the numbers: 1."""
    if with_us is None or not category:
        return None
    return min(Decimal(1), with_us / category)
