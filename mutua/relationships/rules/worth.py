"""What a plan is worth to each side, to the cent, and the transfer that keeps the customer whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from mutua.methods.mutual_value import net_present_value, transfer_for
from mutua.relationships.rules.mutual import Both

CENT = Decimal("0.01")
QUARTERS_A_YEAR = 4
Dated = tuple[str, date, Decimal]  # side, first day of the quarter, amount


@dataclass(frozen=True)
class Transfer:
    """An equal payment from us to the customer, so many times from the second period on, that brings the customer to zero."""

    amount: Decimal
    times: int
    every: str  # "year" or "quarter"


@dataclass(frozen=True)
class Worth:
    """Present values at `rate` a year, the first period now. transfer: where the customer loses and there is a later period to pay in."""

    value: Both
    rate: float
    transfer: Transfer | None

    @property
    def no_customer_benefit(self) -> bool:
        return self.value.customer < 0


def worth_of(entries: Iterable[Dated], rate: float) -> Worth | None:
    """None without entries. rate: a year, above -1. By years where every entry lies whole years from the first one, else by quarters."""
    dated = list(entries)
    if not dated:
        return None
    first = min(_quarter(day) for _side, day, _amount in dated)
    offsets = [_quarter(day) - first for _side, day, _amount in dated]
    step = QUARTERS_A_YEAR if all(offset % QUARTERS_A_YEAR == 0 for offset in offsets) else 1
    periods = max(offsets) // step + 1
    per_period = (1 + rate) ** (step / QUARTERS_A_YEAR) - 1
    flows: Mapping[str, list[Decimal]] = {side: [Decimal(0)] * periods for side in ("us", "customer", "partner")}
    for (side, _day, amount), offset in zip(dated, offsets, strict=True):
        flows[side][offset // step] += amount
    value = Both(**{side: _cents(net_present_value([float(one) for one in flow], per_period)) for side, flow in flows.items()})
    transfer = None
    if value.customer < 0 and periods > 1:
        each = transfer_for([float(one) for one in flows["customer"]], per_period, range(1, periods))
        transfer = Transfer(_cents(each), periods - 1, "year" if step == QUARTERS_A_YEAR else "quarter")
    return Worth(value, rate, transfer)


def _quarter(day: date) -> int:
    return day.year * QUARTERS_A_YEAR + (day.month - 1) // 3


def _cents(amount: float) -> Decimal:
    return Decimal(repr(amount)).quantize(CENT, ROUND_HALF_EVEN)
