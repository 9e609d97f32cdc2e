"""How late a shipment is, by the promise that was made."""

from __future__ import annotations

from datetime import date


def days_late(promised_on: date, delivered_on: date | None, today: date) -> int:
    """Whole days after the promise; negative when early. One that is under way counts by today, and is never early."""
    if delivered_on is not None:
        return (delivered_on - promised_on).days
    return max((today - promised_on).days, 0)


def is_overdue(promised_on: date, delivered_on: date | None, today: date) -> bool:
    """Under way although its day has passed."""
    return delivered_on is None and today > promised_on


def share_on_time(late: int, delivered: int) -> float | None:
    """The part of the delivered shipments that came no later than promised; None where none came."""
    if delivered == 0:
        return None
    return 1 - late / delivered
