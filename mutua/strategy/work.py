"""What serves a strategy: domains above register their rows here, so that strategy counts and lists them without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from mutua.foundation.access import Actor


@dataclass(frozen=True)
class Seen:
    """One row in a list: what it is called, where its page is, and what is known of it in a few words."""

    title: str
    url: str
    note: str = ""
    day: date | None = None
    account: Any = None


@dataclass(frozen=True)
class Work:
    """One kind of row.

    rows: those that the actor sees; serving: the column with the strategy's id, None where a row serves none.
    open: which rows are work under way that must name a strategy or counts as off strategy (P17); None: rows that are no work of ours.
    owner: the column with who is responsible. newest: the order of a list. show: one row for the list.
    of: the rows that serve a strategy, where one row may serve several; else those whose `serving` is it. says: which rows these are, in a few words where that is not plain.
    """

    key: str
    title: Any
    icon: str
    order: int
    needs: str
    rows: Callable[[Actor], QuerySet[Any]]
    show: Callable[[Any], Seen]
    newest: tuple[str, ...]
    serving: str = "strategy_id"
    open: Q | None = None
    owner: str = "owner_id"
    of: Callable[[QuerySet[Any], int], QuerySet[Any]] | None = None
    says: Any = ""


_kinds: dict[str, Work] = {}


def serves(work: Work) -> None:
    """Register a kind of row that serves strategies."""
    _kinds[work.key] = work


def works() -> list[Work]:
    """In the order in which they are shown."""
    return sorted(_kinds.values(), key=lambda work: (work.order, work.key))


def work_named(key: str) -> Work | None:
    return _kinds.get(key)
