"""A level of readiness that a share of rows speaks for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from mutua.relationships.rules.readiness import MOST

FEWEST = 20  # of fewer rows nobody would conclude anything
TENTH = Decimal("0.1")


def proposed_level(good: int, of: int) -> Decimal | None:
    """4.0 where every row is good, 0.0 where none is, in tenths between; None for fewer than 20 rows. ValueError for more good ones than there are."""
    if not 0 <= good <= of:
        raise ValueError(f"{good} good ones of {of} cannot be.")
    if of < FEWEST:
        return None
    # Exact until it is rounded: 1 of 8 is 0.5, and 5 of 16 is 1.25, which becomes 1.3.
    exact = Fraction(good, of) * Fraction(MOST)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(TENTH, rounding=ROUND_HALF_UP)
