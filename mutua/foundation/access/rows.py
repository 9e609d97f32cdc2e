"""Who sees which row. A model without a rule cannot be queried through `visible_to` at all: deny by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from mutua.foundation.access.actor import Actor
from mutua.foundation.access.errors import NotFound
from mutua.foundation.access.hidden import without_hidden
from mutua.foundation.access.policies import may

M = TypeVar("M", bound=Model)
Rows = Callable[[Actor, type[Model]], Q]


@dataclass(frozen=True)
class RowRule:
    rows: Rows
    permission: str


_rules: dict[type[Model], RowRule] = {}


def sees(model: type[Model], rows: Rows, *, permission: str) -> None:
    """Declare who sees the rows of `model`: only holders of `permission`, and of those, whom `rows` admits."""
    _rules[model] = RowRule(rows, permission)


def rules() -> dict[type[Model], RowRule]:
    return dict(_rules)


def owner_rows(field: str = "owner") -> Rows:
    """Rows whose responsible user is the actor, or one of the people it works with."""
    return lambda actor, model: Q(**{f"{field}__in": sorted(actor.owner_ids)})


def through(*paths: str) -> Rows:
    """Rows that hang on a record which the actor sees; with several paths, on any of them."""

    def rows(actor: Actor, model: type[Model]) -> Q:
        admitted = Q(pk__in=[])
        for path in paths:
            seen = visible_to(actor, _target(model, path)._base_manager.all())
            admitted |= Q(**{f"{path}__in": seen.values("pk")})
        return admitted

    return rows


def everybody() -> Rows:
    """Every row, for whoever holds the permission: catalogues, strategies, plans of the whole company."""
    return lambda actor, model: Q()


def visible_to(actor: Actor, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of `queryset` that this actor may see. What may not be seen cannot be fetched."""
    rule = _rules.get(queryset.model)
    if rule is None:
        raise LookupError(f"Nobody has said who sees {queryset.model._meta.label}. Declare it with sees() in permissions.py.")
    if not may(actor, rule.permission):
        return queryset.none()
    queryset = without_hidden(actor, queryset)
    if actor.scope == "all":
        return queryset
    return queryset.filter(rule.rows(actor, queryset.model))


def find(queryset: QuerySet[M], **lookup: Any) -> M:
    """The one record, or NotFound: the same answer for a stranger's record and for a wrong number."""
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, OverflowError):
        raise NotFound(str(queryset.model._meta.verbose_name)) from None


def find_prepared(model: type[M], query: Callable[[Actor, int], list[M]], actor: Actor, number: int) -> M:
    """The one record that a prepared query finds by its number, or NotFound, as `find` says it."""
    try:
        return query(actor, number)[0]
    except (IndexError, ValueError):
        raise NotFound(str(model._meta.verbose_name)) from None


def _target(model: type[Model], path: str) -> type[Model]:
    for part in path.split("__"):
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    return model
