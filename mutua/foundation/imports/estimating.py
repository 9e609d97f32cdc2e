"""How many rows a file has and how long the rest will take, before it has been read to its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

AT_LEAST = 5.0  # seconds of work before anything is said of the rest


@dataclass
class Estimate:
    """size: bytes of the file; begun_at_row: rows that were in when this worker began. Rows are taken to be about equally long."""

    size: int
    begun_at_row: int = 0
    clock: Callable[[], float] = time.monotonic
    _begun: float = field(init=False)

    def __post_init__(self) -> None:
        self._begun = self.clock()

    def total(self, rows: int, position: int) -> int:
        """About how many rows the file has, when `rows` were found in its first `position` bytes; never fewer than were found."""
        return max(rows, round(rows * self.size / position)) if position > 0 else rows

    def words(self, rows: int, position: int) -> str:
        """How long the rest will take, as a sentence; empty while it is too early to tell, and at the end."""
        spent, taken = self.clock() - self._begun, rows - self.begun_at_row
        left = self.total(rows, position) - rows
        if spent < AT_LEAST or taken <= 0 or left <= 0:
            return ""
        minutes = round(left * spent / taken / 60)
        if minutes < 1:
            return _("Less than a minute left.")
        return ngettext("About %(minutes)s minute left.", "About %(minutes)s minutes left.", minutes) % {"minutes": minutes}
