"""How attractive the cells of the board are and how strong we are in them: weighted criteria, and how much hangs on each weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isclose, sqrt
from typing import TypeVar

K = TypeVar("K")
Values = Mapping[str, float | None]  # by criterion; None: not known


@dataclass(frozen=True)
class Turn:
    """At this weight of a criterion these two cells change places, all other weights staying."""

    weight: float
    cells: tuple[str, str]


@dataclass(frozen=True)
class Room:
    """How far one weight can move before the order of two cells turns. None: it can move as far as it likes that way."""

    below: Turn | None
    above: Turn | None


def between(values: Mapping[K, float | None]) -> dict[K, float | None]:
    """Each value between the least (0) and the greatest (1) that is known. All alike are 0.5: they tell nothing apart."""
    known = [value for value in values.values() if value is not None]
    if not known:
        return dict(values)
    low, high = min(known), max(known)
    return {cell: None if value is None else 0.5 if high == low else (value - low) / (high - low) for cell, value in values.items()}


def score(values: Values, weights: Mapping[str, float]) -> float | None:
    """The weighted mean of the criteria that are known, 0 to 1; None where nothing is known or nothing has a weight.

    What is not known counts neither for nor against a cell: its weight is spread over the rest.
    """
    known = {name: value for name, value in values.items() if value is not None and weights.get(name, 0) > 0}
    whole = sum(weights[name] for name in known)
    return sum(weights[name] * value for name, value in known.items()) / whole if whole else None


def room(cells: Mapping[str, Values], weights: Mapping[str, float], criterion: str) -> Room:
    """The nearest turns below and above the present weight of a criterion, which moves from 0 upwards without end."""
    now = weights.get(criterion, 0.0)
    below: Turn | None = None
    above: Turn | None = None
    for one, other in combinations(sorted(cells), 2):
        for weight in _crossings(_line(cells[one], weights, criterion), _line(cells[other], weights, criterion)):
            if isclose(weight, now, abs_tol=1e-9):
                continue
            if weight < now and (below is None or weight > below.weight):
                below = Turn(weight, (one, other))
            if weight > now and (above is None or weight < above.weight):
                above = Turn(weight, (one, other))
    return Room(below, above)


@dataclass(frozen=True)
class _Line:
    """A cell's score as a function of one weight w: (w · value · has + rest) ÷ (w · has + whole)."""

    value: float
    has: int
    rest: float
    whole: float

    def at(self, weight: float) -> float | None:
        below = weight * self.has + self.whole
        return (weight * self.value * self.has + self.rest) / below if below else None


def _line(values: Values, weights: Mapping[str, float], criterion: str) -> _Line:
    others = {name: value for name, value in values.items() if value is not None and name != criterion and weights.get(name, 0) > 0}
    own = values.get(criterion)
    return _Line(
        own or 0.0,
        int(own is not None),
        sum(weights[name] * value for name, value in others.items()),
        sum(weights[name] for name in others),
    )


def _crossings(a: _Line, b: _Line) -> Sequence[float]:
    """The weights of 0 or more at which two lines meet and change places."""
    square = a.has * b.has * (a.value - b.value)
    straight = a.has * a.value * b.whole + b.has * a.rest - b.has * b.value * a.whole - a.has * b.rest
    plain = a.rest * b.whole - b.rest * a.whole
    found = [weight for weight in _roots(square, straight, plain) if weight >= 0]
    return [weight for weight in found if _turns(a, b, weight)]


def _roots(square: float, straight: float, plain: float) -> list[float]:
    if abs(square) < 1e-12:
        return [] if abs(straight) < 1e-12 else [-plain / straight]
    inside = straight * straight - 4 * square * plain
    if inside < 0:
        return []
    half = sqrt(inside)
    return [(-straight - half) / (2 * square), (-straight + half) / (2 * square)]


def _turns(a: _Line, b: _Line, weight: float) -> bool:
    """Whether the order before and after is another: lines may touch without crossing."""
    step = max(1e-6, weight * 1e-6)
    sides = []
    for at in (max(0.0, weight - step), weight + step):
        ours, theirs = a.at(at), b.at(at)
        if ours is None or theirs is None:
            return False
        sides.append(ours - theirs)
    return sides[0] * sides[1] < 0
