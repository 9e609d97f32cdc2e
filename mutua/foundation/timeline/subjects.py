"""Which kinds of records have a timeline, and which rows of them there are: domains register theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.access import Actor, NotFound, find, visible_to

People = Callable[[Actor, Any], list[tuple[int, str]]]

_rows: dict[str, Callable[[], QuerySet[Any]]] = {}
_people: dict[str, People] = {}


def subject(kind: str, rows: Callable[[], QuerySet[Any]], *, people: People | None = None) -> None:
    """Give the records of a kind a timeline. rows: all of them, e.g. `Account.objects.all`; who sees which is decided by access.

    people(actor, record): number and name of those to whom its timeline can be narrowed.
    """
    _rows[kind] = rows
    if people is not None:
        _people[kind] = people


def has_timeline(kind: str) -> bool:
    return kind in _rows


def people_of(actor: Actor, kind: str, record: Any) -> list[tuple[int, str]]:
    return _people[kind](actor, record) if kind in _people else []


def subject_for(actor: Actor, kind: str, subject_id: int) -> Any:
    """The record, if this actor may see it. Raises NotFound, also for a kind that has no timeline."""
    rows = _rows.get(kind)
    if rows is None:
        raise NotFound(kind)
    return find(visible_to(actor, rows()), pk=subject_id)
