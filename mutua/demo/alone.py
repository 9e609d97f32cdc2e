"""The demonstration is loaded or cleared by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from mutua.foundation.records.errors import Refused


@contextmanager
def alone() -> Iterator[None]:
    """Within the block no other process loads or clears it. Raises Refused at once when one does; the lock dies with its process."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext('mutua.demo'))")
        if not cursor.fetchone()[0]:
            raise Refused(_("The demonstration is being loaded or cleared right now. Nothing was changed; wait until that has ended."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(hashtext('mutua.demo'))")
