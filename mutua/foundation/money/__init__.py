"""Money: a Decimal with a currency. Adding two currencies is an error; a conversion names its rate and its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

_NO_MINOR = frozenset({"JPY", "KRW", "VND", "CLP", "XAF", "XOF"})


@dataclass(frozen=True, order=False)
class Money:
    """amount: Decimal, never float. currency: ISO 4217."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money is made of Decimal, not of {type(self.amount).__name__}.")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not a currency code such as USD.")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def rounded(self) -> Money:
        """To the currency's smallest unit, half to even."""
        unit = Decimal(1) if self.currency in _NO_MINOR else Decimal("0.01")
        return Money(self.amount.quantize(unit, ROUND_HALF_EVEN), self.currency)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added. Convert one with a named rate and date first.")
        return other


@dataclass(frozen=True)
class Rate:
    """How many units of `to` one unit of `of` was worth on `on`, and who says so."""

    of: str
    to: str
    factor: Decimal
    on: date
    source: str

    def convert(self, money: Money) -> Money:
        if money.currency != self.of:
            raise ValueError(f"A rate for {self.of} cannot convert {money.currency}.")
        return Money(money.amount * self.factor, self.to)
