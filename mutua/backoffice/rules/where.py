"""Where an order is: from what was ordered, what was sent of it, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Stage = Literal["cancelled", "ordered", "part_shipped", "shipped", "delivered"]


@dataclass(frozen=True)
class Sent:
    """What of one order is in one shipment. shipped_on: None where only the despatch advice is known, which tells that it left."""

    promised_on: date
    shipped_on: date | None
    delivered_on: date | None
    quantity: Decimal


@dataclass(frozen=True)
class Where:
    """days_late: of what should have come by today, or, once all came, of what came last against its promise. shipped, ordered: pieces.

    promised_on: the earliest promise that is still open; None once all came, or where nobody promised a day.
    """

    stage: Stage
    days_late: int
    promised_on: date | None
    shipped: Decimal
    ordered: Decimal


def where_is(
    *, cancelled: bool, said_delivered: bool, ordered: Decimal, promised_on: date | None, sent: Sequence[Sent], today: date
) -> Where:
    """ordered: 0 where the lines are not known; then what was sent is taken as all of it. promised_on: the earliest promise of its lines."""
    left = [one for one in sent if one.delivered_on is not None or one.shipped_on is None or one.shipped_on <= today]
    shipped = sum((one.quantity for one in left), Decimal(0))
    if cancelled:
        return Where("cancelled", 0, None, shipped, ordered)
    complete = bool(left) and len(left) == len(sent) and shipped >= ordered
    came = complete and all(one.delivered_on is not None for one in left)
    if said_delivered or came:
        late = [(one.delivered_on - one.promised_on).days for one in left if one.delivered_on is not None]
        return Where("delivered", max([*late, 0]), None, shipped, ordered)
    open_promises = [one.promised_on for one in sent if one.delivered_on is None]
    if not complete and promised_on is not None and (shipped < ordered or not sent):
        open_promises.append(promised_on)
    earliest = min(open_promises, default=None)
    stage: Stage = "shipped" if complete else "part_shipped" if left else "ordered"
    return Where(stage, max((today - earliest).days, 0) if earliest else 0, earliest, shipped, ordered)
