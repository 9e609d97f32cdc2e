"""Each model says which of its fields are about a person; a model that says nothing fails a test."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

_declared: dict[type[Model], tuple[str, ...]] = {}


def personal(model: type[Model], fields: Iterable[str]) -> None:
    """These fields hold a person's data: they are exported and erased with the person."""
    names = tuple(fields)
    for name in names:
        model._meta.get_field(name)
    _declared[model] = names


def nothing_personal(*models: type[Model]) -> None:
    """These models hold nothing about a person."""
    for model in models:
        _declared[model] = ()


def declarations() -> dict[type[Model], tuple[str, ...]]:
    return dict(_declared)
