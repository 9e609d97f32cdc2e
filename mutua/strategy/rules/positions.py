"""Whether the market positions of a version make sense beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol


class Place(Protocol):
    """A year of the market: share 0 to 1."""

    @property
    def year(self) -> int: ...
    @property
    def is_envisioned(self) -> bool: ...
    @property
    def share(self) -> Decimal: ...


def envisioned_before_found(places: Iterable[Place]) -> int | None:
    """The first envisioned year that does not lie after every year that was found; None where all do."""
    rows = list(places)
    last = max((place.year for place in rows if not place.is_envisioned), default=None)
    return min((place.year for place in rows if place.is_envisioned and last is not None and place.year <= last), default=None)
