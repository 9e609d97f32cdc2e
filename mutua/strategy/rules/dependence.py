"""Who hangs on whom, and for whom a Strategic relationship is unlikely to pay."""

from __future__ import annotations

from decimal import Decimal

# A Strategic relationship ties both sides. Whoever does less than this part of its business with the other has little reason to be tied.
LITTLE = Decimal("0.05")


def part(value: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """0 to 1; None while either is unknown or there is no whole."""
    return None if value is None or not whole else min(Decimal(1), value / whole)


def unlikely_for(of_our_revenue: Decimal | None, of_their_spend: Decimal | None) -> list[str]:
    """ "them" and "us": the sides that would hardly want a Strategic relationship. Nothing is said of a side whose part is not known."""
    sides = []
    if of_their_spend is not None and of_their_spend < LITTLE:
        sides.append("them")
    if of_our_revenue is not None and of_our_revenue < LITTLE:
        sides.append("us")
    return sides
