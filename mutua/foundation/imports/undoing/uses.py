"""Who needs a row: every row of any table that points to it, found in the registry of models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

# Rows that name a record of any kind by kind and number, as timelines call it, and that somebody needs.
NAMED = {"mail.OutgoingMail": ("about_kind", "about_id")}

_along: dict[str, Q] = {}
_without: set[tuple[str, str]] = set()


def goes_along(label: str, only: Q | None = None) -> None:
    """Rows of this model, or only some, are worked out from others, or say nothing without them: they go with a record that goes."""
    _along[label] = only if only is not None else Q()


def stands_without(label: str, reference: str) -> None:
    """Rows of this model were hung on others because an import found these: without them they would stand alone, and so they do."""
    _without.add((label, reference))


def take_along(model: type[Model], ids: Collection[int]) -> None:
    """Delete what goes with these rows."""
    for other, reference in references_to(model):
        if other._meta.label in _along:
            other._base_manager.filter(_along[other._meta.label], **{f"{reference.attname}__in": list(ids)}).delete()


def references_to(model: type[Model]) -> Iterator[tuple[type[Model], ForeignKey[Any, Any]]]:
    """(model, its foreign key) of all that points to rows of `model`, but for history."""
    for other in apps.get_models(include_auto_created=True):
        if hasattr(other, "pgh_tracked_model") or other._meta.app_label == "imports":
            continue
        for one in other._meta.concrete_fields:
            if isinstance(one, ForeignKey) and one.related_model is model and one.db_constraint:
                yield other, one


def uses_of(model: type[Model], ids: Collection[int], named_as: str = "") -> dict[int, list[tuple[str, int]]]:
    """{row: (label, number) of each row that needs it}. named_as: what timelines call such a record. One query for each kind of reference."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    if not ids:
        return found
    sources: list[tuple[str, str, QuerySet[Any]]] = []
    for other, reference in references_to(model):
        if (other._meta.label, reference.name) in _without:
            continue
        rows: QuerySet[Any] = other._base_manager.filter(**{f"{reference.attname}__in": list(ids)})
        if other._meta.label in _along:
            rows = rows.exclude(_along[other._meta.label]) if _along[other._meta.label] else rows.none()
        sources.append((other._meta.label, reference.attname, rows))
    for label, (kind, column) in NAMED.items() if named_as else ():
        named = apps.get_model(label)._base_manager.filter(**{kind: named_as, f"{column}__in": list(ids)})
        sources.append((label, column, named))
    for label, column, rows in sources:
        for used, number in rows.values_list(column, "pk").iterator():
            found[used].append((label, number))
    return found
