"""Telling the person who waits how far a long job has come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mutua.foundation import days

if TYPE_CHECKING:
    from mutua.foundation.jobs.models import JobProgress

WRITE_EVERY = 0.5  # seconds: the page asks once a second, and a row written per step would cost more than the work


class Progress:
    """A handle on one JobProgress row. Written outside of the job's transactions, so that a page can see it move."""

    def __init__(self, row: JobProgress) -> None:
        self.row = row
        self._written = 0.0

    def advance(self, steps: int = 1, *, message: str | None = None) -> None:
        """So many steps further; a step past the known end moves the end."""
        self.row.done += steps
        if self.row.total is not None:
            self.row.total = max(self.row.total, self.row.done)
        if message is not None:
            self.row.message = message
        self._write()

    def expect(self, total: int) -> None:
        self.row.total = max(total, self.row.done)
        self._write(now=True)

    def expect_about(self, total: int) -> None:
        """A guess that gets better on the way; written with the next advance."""
        self.row.total = max(total, self.row.done)

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop; look between two steps, and end with `stop()`."""
        self.row.refresh_from_db(fields=["cancel_requested"])
        return self.row.cancel_requested

    def finish(self, message: str = "") -> None:
        self._end("done", message)

    def fail(self, reason: str) -> None:
        self._end("failed", reason)

    def stop(self, message: str = "") -> None:
        self._end("cancelled", message)

    def _end(self, state: str, message: str) -> None:
        self.row.state, self.row.message, self.row.finished = state, message, days.now()
        self._write(now=True)

    def _write(self, *, now: bool = False) -> None:
        if now or time.monotonic() - self._written >= WRITE_EVERY:
            self._written = time.monotonic()
            self.row.save(update_fields=["done", "total", "message", "state", "finished"])


def progress(key: str, title: str = "", *, total: int | None = None, user_id: int | None = None) -> Progress:
    """Begin to report under `key` (without a slash, for it stands in an address), from nothing; what an earlier run reported is replaced.

    user_id: who sees it beside administrators; None shows it to every signed-in person.
    """
    from mutua.foundation.jobs.models import JobProgress

    begun = {"title": title or key, "total": total, "done": 0, "state": "running", "message": "", "cancel_requested": False}
    row, _created = JobProgress.objects.update_or_create(
        key=key, defaults={**begun, "user_id": user_id, "started": days.now(), "finished": None}
    )
    return Progress(row)
