"""On time and in full, by the customer's own window: one delivery, one trial, and the day on which its outcome became known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class Result(StrEnum):
    SUCCESS = "success"
    FAILURE = "failure"
    PENDING = "pending"


@dataclass(frozen=True)
class Window:
    """Days before and after the promised day that the customer accepts, both counted in.

    early_days: None where any earlier day is welcome. completeness: the least share of the ordered quantity, above 0 to 1.
    """

    early_days: int | None = None
    late_days: int = 0
    completeness: Decimal = Decimal(1)

    def opens(self, promised_on: date) -> date | None:
        return None if self.early_days is None else promised_on - timedelta(days=self.early_days)

    def closes(self, promised_on: date) -> date:
        return promised_on + timedelta(days=self.late_days)


@dataclass(frozen=True)
class Delivery:
    """What is known of one shipment. delivered_on: None while it has not arrived.

    quantity_delivered: None where the source does not say; only a shortage that somebody has counted makes it short.
    """

    promised_on: date
    delivered_on: date | None
    quantity_ordered: Decimal
    quantity_delivered: Decimal | None


@dataclass(frozen=True)
class Outcome:
    """known_on: the day on which nothing could change the result any more; None while it is pending."""

    result: Result
    known_on: date | None


PENDING = Outcome(Result.PENDING, None)


def outcome(delivery: Delivery, window: Window, today: date) -> Outcome:
    """The outcome as far as it is known at the end of `today`.

    It is known on the day of delivery, or as a failure on the day after the window has closed; never earlier, never later.
    """
    closes = window.closes(delivery.promised_on)
    arrived = delivery.delivered_on
    if arrived is None or arrived > closes:
        found = Outcome(Result.FAILURE, closes + timedelta(days=1))
    else:
        found = Outcome(Result.SUCCESS if _acceptable(delivery, arrived, window) else Result.FAILURE, arrived)
    assert found.known_on is not None
    return found if found.known_on <= today else PENDING


def _acceptable(delivery: Delivery, arrived: date, window: Window) -> bool:
    opens = window.opens(delivery.promised_on)
    on_time = opens is None or arrived >= opens
    delivered = delivery.quantity_ordered if delivery.quantity_delivered is None else delivery.quantity_delivered
    return on_time and delivered >= window.completeness * delivery.quantity_ordered
