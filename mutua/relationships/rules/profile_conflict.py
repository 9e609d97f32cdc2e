"""What two profiles say about one touchpoint, and whether it is the same."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cell:
    """What a profile says: practices, level of performance (0 to 1), a wish in words, and a measure with how much it should move."""

    activities: frozenset[str]
    performance: Decimal | None = None
    wish: str = ""
    measure: str = ""
    change: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.activities or self.performance is not None or self.wish or self.measure)


@dataclass(frozen=True)
class Difference:
    """Practices that only the first has, only the second, both; and whether anything else of it differs."""

    only_first: frozenset[str]
    only_second: frozenset[str]
    both: frozenset[str]
    otherwise: bool

    def __bool__(self) -> bool:
        return bool(self.only_first or self.only_second or self.otherwise)


def difference(first: Cell, second: Cell) -> Difference:
    """Both say something. Whether they conflict is asked by `conflict`: a profile that is silent about a touchpoint conflicts with nobody."""
    rest = ((one.performance, one.wish.casefold().strip(), one.measure, one.change) for one in (first, second))
    return Difference(
        only_first=first.activities - second.activities,
        only_second=second.activities - first.activities,
        both=first.activities & second.activities,
        otherwise=next(rest) != next(rest),
    )


def conflict(first: Cell | None, second: Cell | None) -> bool:
    """Two that both speak, and say different things."""
    return first is not None and second is not None and not first.is_empty and not second.is_empty and bool(difference(first, second))
