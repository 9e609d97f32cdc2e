"""What an item is expected to bring each side: sales, margin and savings of cost, each as low, likely and high, quarter by quarter.

Net return = margin + savings of cost. Sales are told beside it and never added: what we earn on them is in the margin already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mutua.relationships.rules.kinds import Side

CENT = Decimal("0.01")
TOO_LARGE = Decimal(10) ** 15
Amounts = Sequence[Decimal]
# side → what → estimate → one amount a quarter from the start of the item, as text with two decimals.
Returns = dict[str, dict[str, dict[str, list[str]]]]


class Component(StrEnum):
    """COST: what it saves."""

    SALES = "sales"
    MARGIN = "margin"
    COST = "cost"


class Estimate(StrEnum):
    LOW = "low"
    LIKELY = "likely"
    HIGH = "high"


NET = (Component.MARGIN, Component.COST)


def returns_of(given: Mapping[str, Any]) -> Returns:
    """What was given, checked and in the order of the rules; what is empty is left out.

    given: side → component → estimate → amounts. Without low or high the likely amounts stand for them. ValueError with one
    sentence for an unknown name, for what is no amount, and where low ≤ likely ≤ high does not hold in some quarter.
    """
    found: Returns = {}
    for side in _known(given, Side):
        for component in _known(given[side], Component):
            estimates = given[side][component]
            rows = {estimate: _amounts(estimates[estimate]) for estimate in _known(estimates, Estimate) if estimates[estimate]}
            if rows:
                _check_order(rows, component)
                kept = {estimate.value: [f"{amount:.2f}" for amount in rows[estimate]] for estimate in Estimate if estimate in rows}
                found.setdefault(side.value, {})[component.value] = kept
    return found


def amounts_of(returns: Mapping[str, Any], side: str, component: str, estimate: str = Estimate.LIKELY) -> list[Decimal]:
    """One component of one side; low and high fall back to likely. Empty where nobody has entered it."""
    rows = returns.get(side, {}).get(component, {})
    return [Decimal(amount) for amount in rows.get(estimate) or rows.get(Estimate.LIKELY, ())]


def net_of(returns: Mapping[str, Any], side: str, estimate: str = Estimate.LIKELY) -> list[Decimal]:
    """Net return of one side quarter by quarter: the one rule by which returns are totalled."""
    rows = [amounts_of(returns, side, component, estimate) for component in NET]
    return [sum((row[quarter] for row in rows if quarter < len(row)), Decimal(0)) for quarter in range(max(map(len, rows)))]


def unsplit(likely: Amounts, low: Decimal | None = None, high: Decimal | None = None) -> dict[str, dict[str, list[str]]]:
    """A return that nobody has split counts as margin. low, high: totals, spread over the quarters as the likely amounts are."""
    if not likely:
        return {}
    rows = {Estimate.LIKELY: list(likely)}
    if low is not None:
        rows[Estimate.LOW] = _spread_like(likely, low)
    if high is not None:
        rows[Estimate.HIGH] = _spread_like(likely, high)
    return {
        Component.MARGIN.value: {
            estimate.value: [f"{amount:.2f}" for amount in rows[estimate]] for estimate in Estimate if estimate in rows
        }
    }


def scaled(returns: Mapping[str, Any], factor: Decimal) -> Returns:
    """All amounts times the factor, to the cent."""
    return {
        side: {
            component: {estimate: [f"{Decimal(amount) * factor:.2f}" for amount in row] for estimate, row in rows.items()}
            for component, rows in components.items()
        }
        for side, components in returns.items()
    }


def _spread_like(likely: Amounts, total: Decimal) -> list[Decimal]:
    """The total in the proportions of `likely`, to the cent; what rounding leaves goes where most is."""
    whole = sum(likely, Decimal(0))
    if not whole:
        return [total, *[Decimal(0)] * (len(likely) - 1)]
    parts = [(amount * total / whole).quantize(CENT) for amount in likely]
    largest = max(range(len(parts)), key=lambda quarter: abs(likely[quarter]))
    parts[largest] += total - sum(parts, Decimal(0))
    return parts


def _known(given: Any, names: type[StrEnum]) -> list[Any]:
    if not isinstance(given, Mapping):
        raise ValueError(f"Returns name {', '.join(names)}, each with what belongs to it, and not {given!r}.")
    unknown = sorted(set(map(str, given)) - set(names))
    if unknown:
        raise ValueError(f"Returns know {', '.join(names)}, and not {', '.join(unknown)}.")
    return [name for name in names if name in given]


def _amounts(row: Iterable[Any]) -> list[Decimal]:
    try:
        amounts = [Decimal(str(amount)).quantize(CENT) for amount in row]
    except (ArithmeticError, TypeError, ValueError) as error:
        raise ValueError("Returns are lists of amounts, one a quarter.") from error
    if any(not amount.is_finite() or abs(amount) >= TOO_LARGE for amount in amounts):
        raise ValueError("These numbers are too large to be amounts of money.")
    return amounts


def _check_order(rows: Mapping[Estimate, Amounts], component: str) -> None:
    likely = rows.get(Estimate.LIKELY)
    if likely is None:
        raise ValueError(f"The likely {component} is missing; low and high stand beside it.")
    for estimate, sign in ((Estimate.LOW, 1), (Estimate.HIGH, -1)):
        other = rows.get(estimate)
        if other is None:
            continue
        if len(other) != len(likely):
            raise ValueError(f"The {estimate} {component} needs as many quarters as the likely one: {len(likely)}, not {len(other)}.")
        for quarter, (beside, middle) in enumerate(zip(other, likely, strict=True), start=1):
            if (middle - beside) * sign < 0:
                raise ValueError(f"The likely {component} of quarter {quarter} has to lie between the low and the high one.")
