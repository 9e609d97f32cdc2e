"""What one case of a measure counts: its outcome, its figure, and the day on which both were known. Values in, values out.

`mutua.relationships.measures` says the same to the database for many rows at once; tests hold the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Counted:
    """numerator of denominator, known on this day; success: within the tolerance."""

    known_on: date
    numerator: Decimal
    denominator: Decimal
    success: bool


def filled(
    promised_on: date, delivered_on: date | None, ordered: Decimal, delivered: Decimal | None, *, window_days: int, tolerance: Decimal
) -> Counted:
    """How much of an order came. delivered: None where the source does not say; then what came came whole."""
    closes = promised_on + timedelta(days=window_days)
    if delivered_on is None or delivered_on > closes:
        return Counted(closes + timedelta(days=1), Decimal(0), ordered, False)
    came = ordered if delivered is None else min(delivered, ordered)
    return Counted(delivered_on, came, ordered, came >= tolerance * ordered)


def days_taken(begun_on: date, done_on: date | None, *, window_days: int, tolerance: Decimal) -> Counted:
    """How many days it took; whoever has waited longer than the window counts with one day more than it."""
    closes = begun_on + timedelta(days=window_days)
    in_time = done_on is not None and done_on <= closes
    taken = Decimal((done_on - begun_on).days) if in_time and done_on is not None else Decimal(window_days + 1)
    known_on = done_on if in_time and done_on is not None else closes + timedelta(days=1)
    return Counted(known_on, taken, Decimal(1), taken <= tolerance)


def invoice(invoiced_on: date, corrected_on: date | None, *, window_days: int) -> Counted:
    """Whether an invoice was right: wrong on the day of its correction, right when the window closes without one."""
    closes = invoiced_on + timedelta(days=window_days)
    if corrected_on is not None and corrected_on <= closes:
        return Counted(corrected_on, Decimal(0), Decimal(1), False)
    return Counted(closes + timedelta(days=1), Decimal(1), Decimal(1), True)


def forecast(ended_on: date, forecast: Decimal, needed: Decimal, *, tolerance: Decimal) -> Counted:
    """How far a forecast missed what was needed."""
    missed = abs(forecast - needed)
    return Counted(ended_on, missed, needed, missed <= tolerance * needed)
