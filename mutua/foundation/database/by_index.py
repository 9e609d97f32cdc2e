"""Asking for a handful among millions: by an index, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

BY_INDEX = "set local enable_seqscan to off; set local max_parallel_workers_per_gather to 0"
_AS_BEFORE = "set local enable_seqscan to default; set local max_parallel_workers_per_gather to default"


@contextmanager
def by_index() -> Iterator[None]:
    """A block of reading in which the planner reads no table through where an index can answer, and calls no further processes to help.

    Of what somebody types nobody knows how often it stands there. The planner guesses one in a hundred, reads the table from its beginning
    because the first few hits must be near, and has read a million rows when there is none. Where many rows are to be looked at it starts
    helpers, which takes longer than the looking.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_INDEX)
        yield
        cursor.execute(_AS_BEFORE)
