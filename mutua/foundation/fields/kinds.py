"""Which kinds of records take custom fields: domains register theirs, with the words for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

_kinds: dict[str, tuple[Any, type[Model]]] = {}


def takes_custom_fields(record_kind: str, title: Any, model: type[Model]) -> None:
    """title: the plural, as shown: Accounts. The model has the column `custom`."""
    _kinds[record_kind] = title, model


def kinds_with_custom_fields() -> dict[str, Any]:
    return {kind: title for kind, (title, _model) in _kinds.items()}


def kind_of(model: type[Model]) -> str:
    """The kind whose custom fields this model takes; nothing where it takes none."""
    return next((kind for kind, (_title, its) in _kinds.items() if its is model), "")


def model_of(record_kind: str) -> type[Model] | None:
    found = _kinds.get(record_kind)
    return found[1] if found is not None else None
