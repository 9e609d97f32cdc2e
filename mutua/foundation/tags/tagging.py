"""Which kinds of records have tags, and how their domain writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, NotFound
from mutua.foundation.fields.registry import field


@dataclass(frozen=True)
class Taggable:
    """find(actor, id): the record, or NotFound. edit(actor, id, version=…, tags=[…]): the domain's own act. needs: its permission."""

    kind: str
    model: type[Any]
    find: Callable[[Actor, int], Any]
    edit: Callable[..., Any]
    needs: str


_kinds: dict[str, Taggable] = {}


def taggable(kind: str, *, model: type[Any], find: Callable[[Actor, int], Any], edit: Callable[..., Any], needs: str) -> None:
    """Let the records of a kind have tags: their model has a `tags` column made by `columns.tags_column`."""
    _kinds[kind] = Taggable(kind, model, find, edit, needs)
    field(kind, key="tags", label=_("Tags"), kind="multi", choices=_choices)


def taggables() -> list[Taggable]:
    return list(_kinds.values())


def taggable_kind(kind: str) -> Taggable:
    """Raises NotFound for a kind that has no tags."""
    try:
        return _kinds[kind]
    except KeyError:
        raise NotFound(kind) from None


def _choices() -> Iterable[tuple[str, Any]]:
    from mutua.foundation.tags.models import Tag

    return [(name, name) for name in Tag.objects.order_by("key").values_list("name", flat=True)]
