"""How many levers a strategy can pull at once: eight or ten; more is a list of wishes."""

from __future__ import annotations

from typing import Literal

COMFORTABLE = 10
MOST = 12


def check_count(chosen: int) -> Literal["fine", "warn", "refuse"]:
    """Ten are fine, the eleventh and the twelfth warn, the thirteenth is refused."""
    if chosen > MOST:
        return "refuse"
    return "warn" if chosen > COMFORTABLE else "fine"
