"""Which kinds of records have a timeline, and which rows of them there are: domains register theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.access import Actor, NotFound, find, visible_to

_rows: dict[str, Callable[[], QuerySet[Any]]] = {}


def subject(kind: str, rows: Callable[[], QuerySet[Any]]) -> None:
    """Give the records of a kind a timeline. rows: all of them, e.g. `Account.objects.all`; who sees which is decided by access."""
    _rows[kind] = rows


def subject_for(actor: Actor, kind: str, subject_id: int) -> Any:
    """The record, if this actor may see it. Raises NotFound, also for a kind that has no timeline."""
    rows = _rows.get(kind)
    if rows is None:
        raise NotFound(kind)
    return find(visible_to(actor, rows()), pk=subject_id)
