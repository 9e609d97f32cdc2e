"""Whether a lead was qualified while it was still warm: one trial a lead."""

from __future__ import annotations

from datetime import date, timedelta

DAYS = 14  # after that nobody who asked is still waiting for us


def trial(arrived: date, judged: date | None, *, qualified: bool, today: date) -> tuple[date, bool] | None:
    """(the day on which it was known, whether it was qualified in time); None while it may still be.

    Who is disqualified in time is known on that day not to be qualified; everybody else when the days are over.
    """
    last = arrived + timedelta(days=DAYS)
    if judged is not None and judged <= last:
        return judged, qualified
    return (last, False) if last <= today else None
