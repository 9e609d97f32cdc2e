"""What changed between two looks at the pipeline: every cent that came in or went out, by why it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

State = Literal["open", "won", "lost"]
Step = Literal["new", "moved_in", "grown", "shrunk", "moved_out", "won", "lost", "gone"]
STEPS: tuple[Step, ...] = ("new", "moved_in", "grown", "shrunk", "moved_out", "won", "lost", "gone")


@dataclass(frozen=True)
class Seen:
    """A deal as it was seen once. counts: whether it belongs to what is looked at: expected in the period, and not omitted."""

    state: State
    amount: Decimal
    counts: bool

    @property
    def stands(self) -> bool:
        return self.state == "open" and self.counts


@dataclass(frozen=True)
class Bridge:
    """opening + all steps = closing, to the cent. steps: what each adds or, below nothing, takes; deals: which ones, with what each of them adds."""

    opening: Decimal
    closing: Decimal
    steps: Mapping[Step, Decimal]
    deals: Mapping[Step, Mapping[int, Decimal]] = field(default_factory=dict)


def bridge(before: Mapping[int, Seen], after: Mapping[int, Seen]) -> Bridge:
    """before, after: deal → how it was seen; a deal that was not there is missing."""
    deals: dict[Step, dict[int, Decimal]] = {step: {} for step in STEPS}
    for number in sorted(before.keys() | after.keys()):
        for step, amount in _of_one(before.get(number), after.get(number)):
            deals[step][number] = amount
    return Bridge(
        sum((one.amount for one in before.values() if one.stands), Decimal(0)),
        sum((one.amount for one in after.values() if one.stands), Decimal(0)),
        {step: sum(of.values(), Decimal(0)) for step, of in deals.items()},
        deals,
    )


def _of_one(was: Seen | None, now: Seen | None) -> list[tuple[Step, Decimal]]:
    stood = was if was is not None and was.stands else None
    stands = now if now is not None and now.stands else None
    if stood is not None and stands is not None:
        change = stands.amount - stood.amount
        return [("grown" if change > 0 else "shrunk", change)] if change else []
    if stands is not None:
        return [("new" if was is None else "moved_in", stands.amount)]
    if stood is not None:
        ended: Step = "gone" if now is None else "moved_out" if now.state == "open" else now.state
        return [(ended, -stood.amount)]
    return []
