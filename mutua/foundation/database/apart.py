"""Reading that may fail without taking down what is read after it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction


def apart() -> AbstractContextManager[None]:
    """A block of reading whose error its caller shows in its place.

    Inside of a transaction it is a savepoint, since a failed statement would spoil the rest. Outside every statement stands alone, and
    a transaction for each of a page's fifteen panels would cost thirty ways to the database.
    """
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
