"""What has changed between two looks at all strategies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Facts = Mapping[str, Mapping[str, Any]]  # strategy → number, state, verdicts {objective: word}, money {"kind side currency": amount}


@dataclass(frozen=True)
class Change:
    """kind: new, version, state, verdict, money. what: the objective of a verdict, "kind side currency" of money; else ""."""

    strategy_id: int
    kind: str
    was: str
    now: str
    what: str = ""

    @property
    def moved(self) -> Decimal:
        """How much money came to it."""
        return Decimal(self.now or 0) - Decimal(self.was or 0)


def changes(before: Facts, now: Facts) -> Iterator[Change]:
    """Strategy by strategy as they stand in `now`. Of what is not there any more nothing is said: it may be hidden."""
    for number, facts in now.items():
        known = before.get(number)
        if known is None:
            yield Change(int(number), "new", "", str(facts["state"]))
            continue
        yield from _changes_of(int(number), known, facts)


def _changes_of(number: int, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    if was["number"] != now["number"]:
        yield Change(number, "version", str(was["number"]), str(now["number"]))
    if was["state"] != now["state"]:
        yield Change(number, "state", str(was["state"]), str(now["state"]))
    for objective, word in now["verdicts"].items():
        if was["verdicts"].get(objective, word) != word:
            yield Change(number, "verdict", str(was["verdicts"][objective]), str(word), objective)
    for what in sorted({*was["money"], *now["money"]}):
        old, new = was["money"].get(what, "0"), now["money"].get(what, "0")
        if Decimal(old) != Decimal(new):
            yield Change(number, "money", str(old), str(new), what)
