"""Which state of a strategy follows which."""

from __future__ import annotations

NEXT: dict[str, frozenset[str]] = {
    "draft": frozenset({"challenged"}),
    "challenged": frozenset({"draft", "approved"}),
    "approved": frozenset({"active", "abandoned"}),
    "active": frozenset({"amended", "abandoned", "completed"}),
    "amended": frozenset(),
    "abandoned": frozenset(),
    "completed": frozenset(),
}
OPEN_TO_CHANGE = frozenset({"draft", "challenged"})


def can_move(now: str, to: str) -> bool:
    return to in NEXT[now]
