"""Dated rates as they stand on a day: which one converts, and what cannot be converted (P16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mutua.foundation.money import Money, Rate


@dataclass
class Rates:
    """The rates of one day. used: those that converted something, for whoever shows the sums; missing: the pairs for which there was none."""

    on: date
    known: dict[tuple[str, str], Rate] = field(default_factory=dict)
    used: dict[tuple[str, str], Rate] = field(default_factory=dict)
    missing: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, rates: Iterable[Rate], on: date) -> Rates:
        """For each pair the newest that was known on the day."""
        made = cls(on)
        for rate in sorted(rates, key=lambda one: one.on):
            if rate.on <= on:
                made.known[(rate.of, rate.to)] = rate
        return made

    def between(self, of: str, to: str) -> Rate | None:
        """The rate as it was said, or the other way round where only that was said, or that is newer."""
        said, turned = self.known.get((of, to)), self.known.get((to, of))
        if turned is not None and (said is None or turned.on > said.on):
            return Rate(of, to, Decimal(1) / turned.factor, turned.on, turned.source)
        return said

    def convert(self, money: Money, to: str) -> Money | None:
        """The amount in that currency, to its smallest unit; None where nobody has said a rate."""
        if money.currency == to:
            return money.rounded()
        rate = self.between(money.currency, to)
        if rate is None:
            self.missing.add((money.currency, to))
            return None
        self.used[(money.currency, to)] = rate
        return rate.convert(money).rounded()
