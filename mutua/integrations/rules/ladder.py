"""When a delivery that failed is tried again: soon at first, then ever later, for three days."""

from __future__ import annotations

from datetime import timedelta

WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)


def wait_after(attempts: int) -> timedelta | None:
    """The pause after so many tries that failed, from 1; None: there is no further one."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
