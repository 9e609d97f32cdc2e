"""What day it is. Everything outside of `methods` and `rules` asks here, so that a test or a replay can set the day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The present day in UTC."""
    return now().date()


@contextmanager
def as_of(moment: datetime | date) -> Iterator[None]:
    """Within the block it is this day: for replays and tests."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
