"""When the plan year may begin: fresh profiles of the first tier, and last year looked back upon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

FRESH_FOR = timedelta(days=90)
ENOUGH = Fraction(95, 100)


@dataclass(frozen=True)
class KickOff:
    """fresh of first_tier: accounts of the first tier whose desired profile, reviewed by the team, is younger than 90 days. unevaluated: last year's items."""

    fresh: int
    first_tier: int
    unevaluated: int

    @property
    def profiles_are_fresh(self) -> bool:
        return self.first_tier == 0 or Fraction(self.fresh, self.first_tier) >= ENOUGH

    @property
    def may_begin(self) -> bool:
        return self.profiles_are_fresh and self.unevaluated == 0


def check_kick_off(profiles_as_of: Iterable[date | None], unevaluated: int, today: date) -> KickOff:
    """profiles_as_of: for each first-tier account the day of its newest reviewed profile, None without one. Other tiers need none."""
    days = list(profiles_as_of)
    return KickOff(sum(is_fresh(day, today) for day in days), len(days), unevaluated)


def is_fresh(day: date | None, today: date) -> bool:
    """A day that has not come yet is no day on which anybody said anything."""
    return day is not None and timedelta(0) <= today - day < FRESH_FOR
