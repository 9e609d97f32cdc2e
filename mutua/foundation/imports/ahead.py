"""Making the next thing while the last one is in use: PostgreSQL writes a batch, and Python has nothing to do but to read the next one."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Generator[T]) -> Generator[T]:
    """The same items in the same order, never more than one of them ahead. They are made in a thread of their own, so they may not ask the database;
    what breaks there breaks here, when its turn comes. Close it, and `items` is closed as well.
    """
    context = copy_context()  # the language that sentences are in comes along

    def following() -> T | None:
        return context.run(next, items, None)

    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        try:
            coming = thread.submit(following)
            while (item := coming.result()) is not None:
                coming = thread.submit(following)
                yield item
        finally:
            thread.shutdown()
            items.close()
