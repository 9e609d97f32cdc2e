"""What each side gets from a plan: present values, and the transfer that keeps both whole.

Discounting as in any text on capital budgeting (Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 2): the
first cash flow is now, each next one a period later.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def net_present_value(cash_flows: Sequence[float], rate: float) -> float:
    """The value now of one cash flow a period, the first of them now.

    cash_flows: money in, negative for money out; at least one. rate: per period, above −1 (0.1 is 10 %).
    ValueError on an empty or infinite flow or an impossible rate.
    """
    flows = _checked(cash_flows, rate)
    return math.fsum(flow * (1 + rate) ** -period for period, flow in enumerate(flows))


def transfer_for(customer_flows: Sequence[float], rate: float, periods: Collection[int]) -> float:
    """The equal payment in each of `periods` that brings the customer's present value to zero.

    periods: positions in `customer_flows`, 0 is now. Negative where the customer could pay that much and still not lose.
    """
    flows = _checked(customer_flows, rate)
    if not periods or len(set(periods)) != len(periods) or not all(0 <= period < len(flows) for period in periods):
        raise ValueError(f"The periods of the transfer must be different positions from 0 to {len(flows) - 1}.")
    return -net_present_value(flows, rate) / math.fsum((1 + rate) ** -period for period in periods)


def _checked(cash_flows: Sequence[float], rate: float) -> list[float]:
    flows = [float(flow) for flow in cash_flows]
    if not flows:
        raise ValueError("There has to be at least one cash flow.")
    if not all(math.isfinite(flow) for flow in flows):
        raise ValueError("Every cash flow has to be a finite number.")
    if not (math.isfinite(rate) and rate > -1):
        raise ValueError(f"The rate per period has to be above -1, not {rate}.")
    return flows
