"""Whether both sides are ready for an activity, and whether its gate is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mutua.relationships.rules.kinds import Dimension, Side

MOST = Decimal(4)
Levels = Mapping[Dimension, Decimal]


@dataclass(frozen=True)
class Requirement:
    """One side, one dimension: what it has (None: nobody has assessed it) and what is needed. ratio: min(1, have ÷ need)."""

    side: Side
    dimension: Dimension
    have: Decimal | None
    need: Decimal

    @property
    def ratio(self) -> Fraction:
        # What nobody has assessed counts as absent: a gate is not opened by silence.
        return min(Fraction(1), Fraction(self.have or 0) / Fraction(self.need))

    @property
    def is_met(self) -> bool:
        return self.ratio == 1


@dataclass(frozen=True)
class Ready:
    """ratio: the least over both sides and all dimensions with a need above 0; 1 without needs. rows: what it was the least of."""

    ratio: Fraction
    rows: tuple[Requirement, ...]

    def short_of(self) -> tuple[Requirement, ...]:
        return tuple(row for row in self.rows if not row.is_met)

    def opens(self, gate: Decimal) -> bool:
        return self.ratio >= Fraction(gate)


def check_ready(needs: Levels, ours: Levels, theirs: Levels) -> Ready:
    """Compare what an activity needs with what each side has; all levels 0 to 4, else ValueError."""
    for level in (*needs.values(), *ours.values(), *theirs.values()):
        if not 0 <= level <= MOST:
            raise ValueError(f"A readiness level lies between 0 and 4, not at {level}.")
    rows = tuple(
        Requirement(side, dimension, levels.get(dimension), needs[dimension])
        for dimension in Dimension
        if needs.get(dimension, Decimal(0)) > 0
        for side, levels in ((Side.US, ours), (Side.THEM, theirs))
    )
    return Ready(min((row.ratio for row in rows), default=Fraction(1)), rows)
