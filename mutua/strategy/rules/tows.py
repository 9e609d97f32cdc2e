"""From findings to options: every strength and weakness is set against every opportunity and threat (Weihrich 1982)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

INSIDE = ("strength", "weakness")
OUTSIDE = ("opportunity", "threat")
KINDS = ("SO", "ST", "WO", "WT")
MOST_OF_A_KIND = 6  # more is no finding but a list, and options grow with the product


@dataclass(frozen=True)
class Finding:
    """One SWOT item: its number and its kind."""

    number: int
    kind: str


@dataclass(frozen=True)
class Pair:
    """kind: SO, ST, WO or WT; inside, outside: numbers of findings."""

    kind: str
    inside: int
    outside: int


def pairs(findings: Iterable[Finding], known: Collection[tuple[int, int]] = ()) -> list[Pair]:
    """Every pair of an inner and an outer finding that is not known yet, in the order SO, ST, WO, WT and within it as they came."""
    found = list(findings)
    made = [
        Pair(f"{inner.kind[0]}{outer.kind[0]}".upper(), inner.number, outer.number)
        for inner in found
        if inner.kind in INSIDE
        for outer in found
        if outer.kind in OUTSIDE and (inner.number, outer.number) not in known
    ]
    return sorted(made, key=lambda pair: KINDS.index(pair.kind))
