"""What a customer signs: the entries in words that two programs can put together alike, and their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ANSWERABLE = ("claimed", "disputed")  # what waits for the customer's word


@dataclass(frozen=True)
class Claim:
    """One entry as it is shown. amount: with two decimals."""

    id: int
    edition: int
    side: str
    component: str
    amount: Decimal
    currency: str
    period: date
    evidence: str

    @property
    def words(self) -> str:
        parts = (
            self.id,
            self.edition,
            self.side,
            self.component,
            f"{self.amount:.2f}",
            self.currency,
            self.period.isoformat(),
            self.evidence,
        )
        return "|".join(map(str, parts))


def statement_words(claims: Iterable[Claim]) -> str:
    """One line an entry, in the order of their numbers. The database puts the same together (`relationships_value_words`)."""
    return "\n".join(claim.words for claim in sorted(claims, key=lambda claim: claim.id))


def digest_of(claims: Iterable[Claim]) -> str:
    """SHA-256 of the words, 64 hexadecimal digits."""
    return hashlib.sha256(statement_words(claims).encode()).hexdigest()
