"""How long an invoice has been due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def days_overdue(open_amount: Decimal, due_on: date | None, today: date) -> int:
    """Whole days after the due day while money is owed to us; 0 for a paid one, a credit note, or one that is not due yet."""
    if open_amount <= 0 or due_on is None:
        return 0
    return max((today - due_on).days, 0)
