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
    whole: whether it stands for itself; a part is swept away with what it hangs on.
    said: what the bin calls one, without the names of others. on: the links to what it hangs on, which are named where they may be seen.
    """

    key: str
    model: type[Record]
    title: Any
    permission: str
    deleted: Act | None = None
    restored: Act | None = None
    whole: bool = True
    said: Callable[[Any], Any] = str
    on: tuple[str, ...] = ()


_kinds: dict[str, BinKind] = {}


def binned(
    key: str,
    model: type[Record],
    *,
    title: Any,
    permission: str,
    deleted: Act | None = None,
    restored: Act | None = None,
    whole: bool = True,
    said: Callable[[Any], Any] = str,
    on: tuple[str, ...] = (),
) -> None:
    """Give a kind of record a bin. title: its plural, as shown."""
    _kinds[key] = BinKind(key, model, title, permission, deleted, restored, whole, said, on)


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
