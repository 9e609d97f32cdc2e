"""Value both ways, to the cent: what is joint is what each side gets, added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Both:
    """What each side gets; negative for what it gives."""

    us: Decimal = Decimal(0)
    customer: Decimal = Decimal(0)
    partner: Decimal = Decimal(0)

    @property
    def joint(self) -> Decimal:
        return self.us + self.customer + self.partner

    def __add__(self, other: Both) -> Both:
        return Both(self.us + other.us, self.customer + other.customer, self.partner + other.partner)


def joint(parts: Iterable[Both]) -> Both:
    return sum(parts, Both())


def by_currency(amounts: Iterable[tuple[str, str, Decimal]]) -> list[tuple[str, Both]]:
    """What each side gets, currency by currency, in the order of the codes. amounts: (currency, side, amount)."""
    found: dict[str, Both] = {}
    for currency, side, amount in amounts:
        found[currency] = found.get(currency, Both()) + Both(**{side: amount})
    return sorted(found.items())


def flows_of(items: Iterable[tuple[int, Sequence[Decimal], Sequence[Decimal]]]) -> list[Decimal]:
    """Returns minus investments by quarter. items: (quarter of the start, investments, returns), both by quarter from the start."""
    flows: list[Decimal] = []
    for start, investments, returns in items:
        longest = start + max(len(investments), len(returns))
        flows += [Decimal(0)] * (longest - len(flows))
        for offset, amount in enumerate(investments):
            flows[start + offset] -= amount
        for offset, amount in enumerate(returns):
            flows[start + offset] += amount
    return flows
