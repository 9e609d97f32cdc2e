"""Asking for a handful among millions: by an index, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def by_index() -> Iterator[None]:
    """A block of reading in which the planner reads no table through where an index can answer.

    Of what somebody types nobody knows how often it stands there. The planner guesses one in a hundred, reads the table from its beginning
    because the first few hits must be near, and has read a million rows when there is none.
    """
    with transaction.atomic():
        _read_through("off")
        yield
        _read_through("on")


def _read_through(allowed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('enable_seqscan', %s, true)", [allowed])
