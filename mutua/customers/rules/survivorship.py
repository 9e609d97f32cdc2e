"""Which of two values is proposed to stay when two records become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Side = Literal["left", "right"]
Choice = Literal["left", "right", "both"]


@dataclass(frozen=True)
class Told:
    """One record, as survivorship asks for it. rank: how much its source is trusted, 1 most; changed: when it was last written."""

    values: Mapping[str, Any]
    rank: int
    changed: datetime


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one field. why: "same", "only", "united", "trusted" or "newer"."""

    name: str
    choice: Choice
    why: str


def propose(left: Told, right: Told, fields: Sequence[str]) -> list[Proposal]:
    """One proposal a field. Lists are united; a value beats none; then the more trusted source, the newer record, and the left one."""
    return [_propose(left, right, name) for name in fields]


def proposed_survivor(left: Told, right: Told) -> Side:
    """Which record goes on: of the more trusted source, the one that is filled in further, the left one."""
    filled = [sum(value not in (None, "", []) for value in side.values.values()) for side in (left, right)]
    return "right" if (right.rank, -filled[1]) < (left.rank, -filled[0]) else "left"


def united(left: Sequence[Any], right: Sequence[Any]) -> list[Any]:
    """All values of both, each once, those of the left first."""
    return list(dict.fromkeys([*left, *right]))


def _propose(left: Told, right: Told, name: str) -> Proposal:
    ours, theirs = left.values.get(name), right.values.get(name)
    if ours == theirs:
        return Proposal(name, "left", "same")
    empty: tuple[Any, ...] = (None, "", [])
    if ours in empty or theirs in empty:
        return Proposal(name, "left" if theirs in empty else "right", "only")
    if isinstance(ours, list):
        return Proposal(name, "both", "united")
    if left.rank != right.rank:
        return Proposal(name, "left" if left.rank < right.rank else "right", "trusted")
    if left.changed != right.changed:
        return Proposal(name, "left" if left.changed > right.changed else "right", "newer")
    return Proposal(name, "left", "newer")
