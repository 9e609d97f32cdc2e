"""What must hold between the figures of an objective, and how a version's chance of a wrong alarm is shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal


def alpha_for(alpha: float, objectives: int) -> float:
    """α/k for each of k objectives: however many there are, all together stay wrong at most α of the time (the union bound)."""
    return alpha / max(objectives, 1)


def is_ordered(target: float, tolerance: float, break_even: float, better: Literal["higher", "lower"]) -> bool:
    """Whether break-even lies no nearer to the goal than plan less tolerance; otherwise no verdict can be given."""
    if better == "higher":
        return break_even <= target - tolerance
    return break_even >= target + tolerance


def line_up(number: int, above: Mapping[int, int | None]) -> list[int]:
    """The objective and all that it serves, directly or through others. above: objective → the one that it serves."""
    line: list[int] = []
    at: int | None = number
    while at is not None and at not in line:
        line.append(at)
        at = above.get(at)
    return line


def tree(numbers: Sequence[int], above: Mapping[int, int | None]) -> list[tuple[int, int]]:
    """(objective, depth), each after the one that it serves; siblings stay in the order of `numbers`. Who serves one that is not there stands at the top."""
    known = set(numbers)
    below: dict[int | None, list[int]] = {}
    for number in numbers:
        serves = above.get(number)
        below.setdefault(serves if serves in known else None, []).append(number)
    placed: list[tuple[int, int]] = []
    waiting = [(number, 0) for number in reversed(below.get(None, []))]
    while waiting:
        number, depth = waiting.pop()
        placed.append((number, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(number, []))]
    return placed
