"""How well two people are in touch, in words that say what they rest on."""

from __future__ import annotations

from enum import StrEnum

OFTEN = 12  # contacts in a year: once a month
FADING = 90  # days without any


class Touch(StrEnum):
    OFTEN = "often"
    NOW_AND_THEN = "now and then"
    FADING = "fading"
    LONG_AGO = "long ago"
    UNKNOWN = "unknown"


def touch(in_year: int, days_since: int | None) -> Touch:
    """in_year: contacts in the year before today; days_since: since the last one, None where none is known."""
    if days_since is None:
        return Touch.UNKNOWN
    if in_year == 0:
        return Touch.LONG_AGO
    if days_since > FADING:
        return Touch.FADING
    return Touch.OFTEN if in_year >= OFTEN else Touch.NOW_AND_THEN
