"""When a form may be sent: not sooner than somebody can read it, and not later than the day after."""

from __future__ import annotations

SOONEST = 2.0  # seconds
LATEST = 24 * 3600.0


def is_human_time(seconds: float) -> bool:
    return SOONEST <= seconds <= LATEST
