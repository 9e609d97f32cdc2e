"""An assessment of readiness grows old: what was seen a year ago is still the best that is known, and less sure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

EXPIRED_COUNTS = Decimal("0.5")


def has_expired(assessed_on: date, today: date, days: int) -> bool:
    """Older than so many days. On the last of them it still counts in full."""
    return (today - assessed_on).days > days


def sureness(confidence: Decimal, *, expired: bool) -> Decimal:
    """What the confidence still counts, in hundredths: half of it once the assessment has expired."""
    return (confidence * EXPIRED_COUNTS).quantize(Decimal("0.01")) if expired else confidence
