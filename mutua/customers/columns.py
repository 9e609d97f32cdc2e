"""Columns that other domains add to the list of accounts: on time, deliveries, value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.access import Actor
from mutua.foundation.lists import Column


@dataclass(frozen=True)
class AddedColumn:
    """prepare(actor, rows): fills in what the column shows, in a fixed number of queries. annotate: adds what the column sorts by."""

    column: Column
    order: int
    prepare: Callable[[Actor, list[Any]], None] | None = None
    annotate: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None


_added: dict[str, AddedColumn] = {}


def account_column(
    column: Column,
    *,
    order: int,
    prepare: Callable[[Actor, list[Any]], None] | None = None,
    annotate: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
) -> None:
    """Add a column to the list of accounts. Call it in AppConfig.ready(); order: 10 is the name, 90 the owner."""
    _added[column.key] = AddedColumn(column, order, prepare, annotate)


def added_columns() -> list[AddedColumn]:
    return sorted(_added.values(), key=lambda added: added.order)
