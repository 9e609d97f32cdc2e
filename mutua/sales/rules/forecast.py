"""What a forecast adds up: what is won, and what is open by how sure its owner is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Column = Literal["won", "commit", "best", "pipeline", "omitted"]
COLUMNS: tuple[Column, ...] = ("won", "commit", "best", "pipeline", "omitted")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """Amounts in one currency. weighted: what is won, and of each open deal its amount times the probability of its stage; omitted ones are in it with nothing."""

    won: Decimal = ZERO
    commit: Decimal = ZERO
    best: Decimal = ZERO
    pipeline: Decimal = ZERO
    omitted: Decimal = ZERO
    weighted: Decimal = ZERO
    deals: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.won + other.won,
            self.commit + other.commit,
            self.best + other.best,
            self.pipeline + other.pipeline,
            self.omitted + other.omitted,
            self.weighted + other.weighted,
            self.deals + other.deals,
        )

    def with_deals(self, column: Column, amount: Decimal, weighted: Decimal, deals: int) -> Figures:
        """The same with these deals in a column."""
        expected = amount if column == "won" else ZERO if column == "omitted" else weighted
        return replace(self, **{column: getattr(self, column) + amount}, weighted=self.weighted + expected, deals=self.deals + deals)

    @property
    def committed(self) -> Decimal:
        """What is won and what its owners commit to: the forecast in the narrow sense."""
        return self.won + self.commit

    @property
    def best_case(self) -> Decimal:
        return self.committed + self.best


def together(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())
