"""What must hold between the figures of an objective, and how a version's chance of a wrong alarm is shared out."""

from __future__ import annotations

from typing import Literal


def alpha_for(alpha: float, objectives: int) -> float:
    """α/k for each of k objectives: however many there are, all together stay wrong at most α of the time (the union bound)."""
    return alpha / max(objectives, 1)


def is_ordered(target: float, tolerance: float, break_even: float, better: Literal["higher", "lower"]) -> bool:
    """Whether break-even lies no nearer to the goal than plan less tolerance; otherwise no verdict can be given."""
    if better == "higher":
        return break_even <= target - tolerance
    return break_even >= target + tolerance
