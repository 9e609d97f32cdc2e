"""Prepared queries: what pages ask over and over is put together once, and asked with other values from then on.

Row rules, filters and joins of a page's query are the same for everybody with the same roles; only the numbers of the people and
records in it differ. Putting it together anew costs several times what PostgreSQL takes to answer.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import QuerySet
from django.utils import timezone

from mutua.foundation.access.actor import Actor
from mutua.foundation.database.postgresql.compiler import disagreements
from mutua.foundation.database.postgresql.shape import MOST_IN_A_LIST, Kept, mark_for

P = ParamSpec("P")
R = TypeVar("R")
MOST = 2_000  # of all queries and kinds of people together; some 10 KB each


def prepared(build: Callable[Concatenate[Actor, P], QuerySet[Any, R]]) -> Callable[Concatenate[Actor, P], list[R]]:
    """The rows of the query that `build` puts together for an actor, as a list.

    Arguments by position are values: whole numbers, texts, days, moments, or lists of them, that become parameters of the statement and decide
    nothing else; a limit, an order or a choice is given by name. Whatever the query depends on is among the arguments: `build` reads
    neither the clock nor the database. A query that does not fit is put together each time, which costs time and is never wrong.
    """

    @functools.wraps(build)
    def rows(actor: Actor, *values: Any, **choices: Any) -> list[R]:
        asked = _Asked.of(actor, values)
        if asked is None or not settings.PREPARED_QUERIES:
            return list(build(actor, *values, **choices))
        key = (build, asked.key, tuple(choices.items()), timezone.get_current_timezone_name())
        with _lock:
            if known := key in _prepared:
                _prepared.move_to_end(key)
            found = _prepared.get(key)
        if not known:
            found = _keep(key, build, asked, choices)
        if found is None:
            return list(build(actor, *values, **choices))
        if known and found.kept.proved < settings.KEPT_STATEMENTS_PROVED:
            _prove(found, build(actor, *values, **choices), asked)
        return list(found.asking(asked.values))

    return rows  # type: ignore[return-value]


@dataclass(frozen=True)
class _Prepared:
    """A query and its statement."""

    query: QuerySet[Any, Any]
    kept: Kept

    def asking(self, values: list[Any]) -> QuerySet[Any, Any]:
        """The query with these values. Nothing of it is copied but what says so: it is read, and never narrowed further."""
        queryset = object.__new__(type(self.query))
        queryset.__dict__.update(self.query.__dict__)
        query = queryset._query = object.__new__(type(self.query.query))
        query.__dict__.update(self.query.query.__dict__)
        query.prepared = self.kept, values
        return queryset


_prepared: OrderedDict[tuple[Any, ...], _Prepared | None] = OrderedDict()
_lock = Lock()


class _Asked:
    """Who asks, and with which values, apart from what the statement depends on.

    key: all that decides how the statement reads. values: first the people's numbers that the actor knows, in order, then the others.
    """

    patterns: tuple[tuple[int, str], ...] = ()
    held: tuple[Any, ...] = ()

    def __init__(self, actor: Actor, people: list[int], values: tuple[Any, ...], key: tuple[Any, ...], flat: list[Any]) -> None:
        self.actor, self.people, self.given, self.key = actor, people, values, key
        self.values: list[Any] = [*people, *flat]
        self.free = len(people)  # administrators see all rows: nobody's number is in their statements

    @classmethod
    def of(cls, actor: Actor, values: tuple[Any, ...]) -> _Asked | None:
        """None for what cannot become a parameter, for more than a page would ask about, and where a value comes twice: Django writes it once."""
        people = sorted(actor.owner_ids if actor.user_id is None else actor.owner_ids | {actor.user_id})
        flat: list[Any] = []
        kinds = tuple([_kind(value, flat) for value in values])
        if len(people) + len(flat) > MOST_IN_A_LIST or len(set(flat)) < len(flat):
            return None
        if any(type(number) is not int or not 0 <= number < 2**31 for number in people):
            return None
        if any(type(value) not in (int, str, date, datetime) or (type(value) is int and not 0 <= value < 2**31) for value in flat):
            return None
        place = -1 if actor.user_id is None else people.index(actor.user_id)
        who = (actor.kind, actor.permissions, actor.scope, actor.roles, actor.hidden, len(people), place, actor.user_id in actor.owner_ids)
        return cls(actor, people, values, (who, kinds), flat)

    def marks(self) -> list[Any]:
        """For each value one of its kind that stands nowhere else; the people's in the same order as they are."""
        return sorted(map(mark_for, self.people)) + [mark_for(value) for value in self.values[self.free :]]

    def marked(self, marks: list[Any]) -> tuple[Actor, list[Any]]:
        """The actor and the arguments with the marks in the place of the values."""
        number = dict(zip(self.people, marks, strict=False))
        owners = frozenset(number[owner] for owner in self.actor.owner_ids)
        user = None if self.actor.user_id is None else number[self.actor.user_id]
        rest = iter(marks[self.free :])
        given = [[next(rest) for _ in value] if type(value) is list else value if value is None else next(rest) for value in self.given]
        return self.actor.like(user, owners), given


def _kind(value: Any, flat: list[Any]) -> Any:
    if type(value) is list:
        flat += value
        return tuple(map(type, value))
    if value is not None:
        flat.append(value)
    return type(value)


def _keep(key: tuple[Any, ...], build: Callable[..., QuerySet[Any, Any]], asked: _Asked, choices: dict[str, Any]) -> _Prepared | None:
    """Put the query together with marks in the place of its values; where each mark comes out again, a value goes from now on."""
    built: list[QuerySet[Any, Any]] = []

    def compiled(marks: list[Any]) -> tuple[str, tuple[Any, ...], tuple[Any, ...]]:
        actor, given = asked.marked(marks)
        built.append(build(actor, *given, **choices))
        return _compiled(built[-1])

    try:
        kept = Kept.of(asked, compiled)
    except (EmptyResultSet, ValueError):  # a mark is not what the column holds: a number that was given as a text
        kept = None
    found = None if kept is None else _Prepared(built[-1], kept)
    with _lock:
        _prepared[key] = found
        if len(_prepared) > MOST:
            _prepared.popitem(last=False)
    return found


def _compiled(queryset: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...], tuple[Any, ...]]:
    """What Django makes of it, every time."""
    own = queryset.query.get_compiler(connection=connections[queryset.db])
    sql, params = SQLCompiler.as_sql(own)
    return sql, params, (own.select, own.klass_info, own.annotation_col_map, own.col_count, own.has_extra_select)


def _prove(found: _Prepared, queryset: QuerySet[Any, Any], asked: _Asked) -> None:
    """Tests compare what was prepared with what is put together anew: a difference is an argument that decides more than a parameter."""
    found.kept.proved += 1
    sql, params, _reading = _compiled(queryset)
    if (sql, params) != (found.kept.sql, found.kept.params(asked.values)):
        disagreements.append(f"{sql} {params}\nbut prepared was\n{found.kept.sql} {found.kept.params(asked.values)}")
        raise AssertionError(disagreements[-1])
