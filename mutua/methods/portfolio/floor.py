"""What a group of accounts gets at least, whatever else would pay better."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mutua.methods.portfolio.candidate import numbers, whole_number


@dataclass(frozen=True)
class Floor:
    """At least so many items, and at least so much invested, at these accounts together; 0 asks for nothing.

    spend: in the unit of the costs, over all that the chosen items cost, also behind the horizon, not discounted.
    Raises ValueError for what is negative or not finite, for a floor without accounts, and for text where accounts are meant.
    """

    name: str
    accounts: Collection[str]
    items: int = 0
    spend: float = 0.0

    def __post_init__(self) -> None:
        if isinstance(self.accounts, str) or not self.accounts:
            raise ValueError(f"The floor {self.name!r} must name its accounts in a list, not {self.accounts!r}.")
        object.__setattr__(self, "accounts", frozenset(self.accounts))
        object.__setattr__(self, "items", whole_number(self.items, f"The floor {self.name!r}, in items,"))
        object.__setattr__(self, "spend", numbers([self.spend], f"The floor {self.name!r}, in money,", at_least=0)[0])
