"""The bin: which kinds of records go into it, who may put them there, and how each comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import NotFound
from mutua.foundation.records.models import Record

KEPT_DAYS = 30

Act = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class BinKind:
    """One kind of record that can be deleted and restored.

    key: what it is called in addresses and in the timeline. permission: who may delete also may restore.
    deleted, restored: called in the transaction after the change, with the actor and the record, to announce it.
    listed: whether the bin page shows it; parts of a record come back by undo only.
    """

    key: str
    model: type[Record]
    title: Any
    permission: str
    deleted: Act | None = None
    restored: Act | None = None
    listed: bool = True


_kinds: dict[str, BinKind] = {}


def binned(
    key: str,
    model: type[Record],
    *,
    title: Any,
    permission: str,
    deleted: Act | None = None,
    restored: Act | None = None,
    listed: bool = True,
) -> None:
    """Give a kind of record a bin. title: its plural, as shown."""
    _kinds[key] = BinKind(key, model, title, permission, deleted, restored, listed)


def bin_kinds() -> list[BinKind]:
    return list(_kinds.values())


def bin_kind(key: str) -> BinKind:
    try:
        return _kinds[key]
    except KeyError:
        raise NotFound(key) from None


def bin_kind_of(record: Record) -> BinKind:
    """Raises LookupError for a model without a bin: that is a mistake in the code."""
    for kind in _kinds.values():
        if kind.model is type(record):
            return kind
    raise LookupError(f"{type(record).__name__} has no bin. Declare it with binned().")
