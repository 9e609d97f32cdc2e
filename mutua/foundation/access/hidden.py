"""Fields that a role does not see. A record that is fetched for an actor comes without them, so that no page can show what it never had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.query import ModelIterable

from mutua.foundation.access.actor import Actor

M = TypeVar("M", bound=Model)
CUSTOM = "custom."


@dataclass(frozen=True)
class Beside:
    """What is told of a record and stands in rows of its own, such as its telephones. names: what imports call it."""

    label: Any
    names: tuple[str, ...]


@dataclass(frozen=True)
class Hideable:
    """The kind of a model in the registry of fields, and the columns that can be hidden: {field's key: column}. Custom fields can always be.

    beside: by key, what hangs on the record; the rows themselves are kept back by `hides_rows`.
    """

    kind: str
    columns: Mapping[str, str]
    beside: Mapping[str, Beside] = field(default_factory=dict)


_kinds: dict[type[Model], Hideable] = {}
_rows: dict[type[Model], Callable[[Actor], Q]] = {}
_follow: dict[str, frozenset[str]] = {}


def hides(model: type[Model], kind: str, columns: Mapping[str, str], *, beside: Mapping[str, Beside] | None = None) -> None:
    """Let fields of this kind of record be hidden from roles."""
    _kinds[model] = Hideable(kind, dict(columns), dict(beside or {}))


def hides_rows(model: type[Model], kept_back: Callable[[Actor], Q]) -> None:
    """Keep back the rows of this model in which a field stands that is hidden from the actor. Only asked for actors from whom something is."""
    _rows[model] = kept_back


def follows(code: str, *others: str) -> None:
    """Whoever does not see one of the others does not see this either: it is computed of all of them, and would tell what stands in each."""
    _follow[code] = frozenset(others)


def with_what_follows(hidden: frozenset[str]) -> frozenset[str]:
    """The codes that are hidden, and those that rest on them."""
    return hidden | {code for code, others in _follow.items() if not others.isdisjoint(hidden)}


def hideable() -> dict[str, Hideable]:
    """By kind."""
    return {one.kind: one for one in _kinds.values()}


def hidden_keys(actor: Actor | None, kind: str) -> frozenset[str]:
    """The keys of the fields of this kind that the actor does not see."""
    if actor is None or not actor.hidden:
        return frozenset()
    return frozenset(code.removeprefix(f"{kind}.") for code in actor.hidden if code.startswith(f"{kind}."))


def hidden_columns(actor: Actor | None, model: type[Model]) -> frozenset[str]:
    """The names of the columns, and of custom values as custom.name, that the actor does not see."""
    return _columns(_kinds[model], hidden_keys(actor, _kinds[model].kind)) if model in _kinds else frozenset()


def without_hidden(actor: Actor, queryset: QuerySet[M]) -> QuerySet[M]:
    """The same rows, whose records come without what the actor does not see, and without those in which nothing else stands."""
    if actor.hidden and queryset.model in _rows:
        queryset = queryset.exclude(_rows[queryset.model](actor))
    known = _kinds.get(queryset.model)
    keys = hidden_keys(actor, known.kind) if known is not None else frozenset()
    if not keys:
        return queryset
    masked = queryset.all()
    masked._iterable_class = _iterable(queryset.model, keys)  # type: ignore[attr-defined]
    return masked


def without_hidden_values(actor: Actor | None, record: M) -> M:
    """A record that an act gave back, as the actor may see it. It is not to be saved any more."""
    columns = hidden_columns(actor, type(record))
    return _emptied(record, columns, hidden_keys(actor, _kinds[type(record)].kind)) if columns else record


@cache
def _iterable(model: type[Model], keys: frozenset[str]) -> type[ModelIterable]:  # type: ignore[type-arg]  # the class takes no argument when it runs
    columns = _columns(_kinds[model], keys)

    class Masked(ModelIterable):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            for record in super().__iter__():
                yield _emptied(record, columns, keys)

    return Masked


def _columns(known: Hideable, keys: Iterable[str]) -> frozenset[str]:
    return frozenset(
        key if key.startswith(CUSTOM) else known.columns[key] for key in keys if key.startswith(CUSTOM) or key in known.columns
    )


def _emptied(record: M, columns: frozenset[str], keys: frozenset[str]) -> M:
    loaded = record.__dict__
    for name in columns:
        if name.startswith(CUSTOM):
            if "custom" in loaded:
                loaded["custom"] = {key: value for key, value in loaded["custom"].items() if key != name.removeprefix(CUSTOM)}
        elif name in loaded:
            column: Any = record._meta.get_field(name)
            loaded[name] = None if column.null else [] if column.get_internal_type() == "ArrayField" else ""
    record.hidden_columns, record.hidden_keys = columns, keys  # type: ignore[attr-defined]
    return record
