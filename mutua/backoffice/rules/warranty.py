"""Whether something is in warranty, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["unknown", "not_yet", "in", "over"]


@dataclass(frozen=True)
class Warranty:
    """days: until it begins (not_yet), left with today included (in), since it ended (over); None where no end is known."""

    state: State
    days: int | None = None


def warranty_on(day: date, begins: date | None, ends: date | None) -> Warranty:
    """Both days are included. Without an end nothing is promised that could be counted; without a beginning it began with the delivery."""
    if begins is None and ends is None:
        return Warranty("unknown")
    if begins is not None and day < begins:
        return Warranty("not_yet", (begins - day).days)
    if ends is None:
        return Warranty("unknown")
    return Warranty("in", (ends - day).days + 1) if day <= ends else Warranty("over", (day - ends).days)
