"""Which needs deserve a conversation first."""

from __future__ import annotations


def unmet(importance: int, satisfaction: int | None) -> int:
    """How far a need is from being met, 0 (met) to 5: its importance less its satisfaction, both 1 to 5.

    A need that nobody satisfies counts with its whole importance; one satisfied beyond its importance counts as met.
    """
    return max(0, importance - (satisfaction or 0))


def lead(ours: int, next_best: int | None) -> int | None:
    """By how many points of ten the customer rates us above its next best supplier; None while it has not said."""
    return None if next_best is None else ours - next_best
