"""Optimistic versions: the slower of two writers is told, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from mutua.foundation.records.errors import StaleVersion
from mutua.foundation.records.models import Record

R = TypeVar("R", bound=Record)


def locked(record: R, version: int | None) -> R:
    """The record again, locked until the transaction ends. `version`: the one that the writer saw; None when it saw none.

    Raises StaleVersion when somebody else has written in between.
    """
    model = type(record)
    fresh = model.everything.select_for_update(of=("self",)).get(pk=record.pk)
    if version is not None and fresh.version != version:
        raise StaleVersion(fresh, version)
    return fresh  # type: ignore[no-any-return]


def one_at_a_time(model: type[Record], numbers: Iterable[int]) -> None:
    """Until the transaction ends, whoever asks the same of these records waits, and then sees what was written: nothing is made twice.

    Rows that refer to the records can be written meanwhile.
    """
    list(model.everything.filter(pk__in=set(numbers)).order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
