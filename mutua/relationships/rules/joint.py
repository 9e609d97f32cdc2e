"""What two sides that say cell by cell what they want amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class CellState(StrEnum):
    EMPTY = "empty"
    OURS = "ours"  # only we have said something
    THEIRS = "theirs"
    CONFLICT = "conflict"
    AGREED = "agreed"


@dataclass(frozen=True)
class Said:
    """What one side wants at a touchpoint. number: of the proposal."""

    number: int
    activities: frozenset[str]
    wish: str
    by: str

    @property
    def is_something(self) -> bool:
        return bool(self.activities or self.wish.strip())


@dataclass(frozen=True)
class Cell:
    """The last word of each side at one touchpoint; None where a side has said nothing yet."""

    touchpoint: int
    ours: Said | None
    theirs: Said | None

    @property
    def state(self) -> CellState:
        """Agreed: both have said the same, something or nothing. A word taken back by both is an empty cell."""
        if self.ours is not None and self.theirs is not None:
            if _same(self.ours, self.theirs):
                return CellState.AGREED if self.ours.is_something else CellState.EMPTY
            return CellState.CONFLICT
        said = self.ours or self.theirs
        if said is None or not said.is_something:
            return CellState.EMPTY
        return CellState.OURS if self.ours is not None else CellState.THEIRS


def cells_of(said: Iterable[tuple[int, str, Said]]) -> dict[int, Cell]:
    """Proposals in the order in which they were made, (touchpoint, side, what); the last of each side counts."""
    last: dict[int, dict[str, Said]] = {}
    for touchpoint, side, what in said:
        last.setdefault(touchpoint, {})[side] = what
    return {touchpoint: Cell(touchpoint, sides.get("us"), sides.get("customer")) for touchpoint, sides in last.items()}


def _same(one: Said, other: Said) -> bool:
    return one.activities == other.activities and one.wish.strip().casefold() == other.wish.strip().casefold()
