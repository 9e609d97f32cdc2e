"""Which state of a lead follows which."""

from __future__ import annotations

NEXT: dict[str, frozenset[str]] = {
    "new": frozenset({"working", "qualified", "disqualified"}),
    "working": frozenset({"qualified", "disqualified"}),
    "qualified": frozenset({"working", "converted", "disqualified"}),
    "converted": frozenset({"qualified"}),  # when its conversion is undone
    "disqualified": frozenset({"working"}),
}


def can_become(now: str, to: str) -> bool:
    return to in NEXT[now]
