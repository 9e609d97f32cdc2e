"""Who changed which field when: read from the old rows that the triggers keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.rows import rules
from mutua.foundation.records.models import Record

# What every save touches says nothing about what somebody changed.
_NOT_TOLD = frozenset({"id", "version", "updated_at", "created_at", "source", "source_key"})


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One write. who: the person, or empty when no person was signed in (an import, a job). made: this is how it began."""

    at: datetime
    who: str
    fields: tuple[FieldChange, ...] = ()
    made: bool = False
    deleted: bool = False
    restored: bool = False

    @property
    def glyph(self) -> str:
        return "plus" if self.made else "trash" if self.deleted else "arrow-back-up" if self.restored else "pencil"


def history_of(actor: Actor, record: Record, limit: int = 50) -> list[Change]:
    """The last writes of a `@historied` record, newest first, and its making when all of them fit: three or four queries.

    An old row holds what stood before the write; what came after is the next old row, or the present one. Of a linked record that
    this actor does not see it tells the number only.
    """
    rows = list(record.events.order_by("-pgh_id").values()[: limit + 1])  # type: ignore[attr-defined]
    contexts = _contexts(row["pgh_context_id"] for row in rows)
    present = {field.attname: getattr(record, field.attname) for field in told_fields(record)}
    after = [present, *rows][: len(rows)]
    linked = _linked_names(actor, record, [*rows, present])
    changes = []
    for old, new in list(zip(rows, after, strict=True))[:limit]:
        fields = tuple(_differences(record, old, new, linked))
        was_deleted, is_deleted = old["deleted_at"] is not None, new["deleted_at"] is not None
        changes.append(
            Change(
                at=old["pgh_created_at"],
                who=contexts.get(old["pgh_context_id"], ""),
                fields=fields,
                deleted=is_deleted and not was_deleted,
                restored=was_deleted and not is_deleted,
            )
        )
    if len(rows) <= limit:
        changes.append(Change(at=record.created_at, who="", made=True))
    return [change for change in changes if change.fields or change.made or change.deleted or change.restored]


def told_fields(record: Record) -> list[models.Field[Any, Any]]:
    """The fields whose changes are somebody's doing: not the number, the version, the times, what is generated."""
    return [field for field in record._meta.concrete_fields if field.name not in _NOT_TOLD and not getattr(field, "generated", False)]


def _differences(record: Record, old: dict[str, Any], new: dict[str, Any], linked: dict[tuple[str, Any], str]) -> Iterable[FieldChange]:
    for field in told_fields(record):
        before, after = old.get(field.attname), new.get(field.attname)
        if before == after or field.name == "deleted_at":
            continue
        if field.name == "custom":
            yield from _custom_differences(before or {}, after or {})
        else:
            words = (_words(field, value, linked) for value in (before, after))
            yield FieldChange(field.name, str(field.verbose_name), *words)


def _custom_differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[FieldChange]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield FieldChange(f"custom.{name}", name, _plain(before.get(name)), _plain(after.get(name)))


def _words(field: models.Field[Any, Any], value: Any, linked: dict[tuple[str, Any], str]) -> str:
    if field.is_relation:
        return linked.get((field.attname, value), "" if value is None else f"#{value}")
    choices = dict(field.flatchoices)
    base = getattr(field, "base_field", None)
    if base is not None:
        choices = dict(base.flatchoices)
        return ", ".join(str(choices.get(item, item)) for item in value or ())
    return _plain(choices.get(value, value))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _contexts(ids: Iterable[Any]) -> dict[Any, str]:
    """The name of the person behind each context."""
    from pghistory.models import Context

    users = {row.pk: row.metadata.get("user") for row in Context.objects.filter(pk__in={one for one in ids if one})}
    names = dict(get_user_model().objects.filter(pk__in={user for user in users.values() if user}).values_list("pk", "name"))
    return {context: names.get(user, "") for context, user in users.items()}


def _linked_names(actor: Actor, record: Record, rows: list[dict[str, Any]]) -> dict[tuple[str, Any], str]:
    """What the linked records are called that appear in any of the rows and differ there."""
    found: dict[tuple[str, Any], str] = {}
    for field in told_fields(record):
        if not field.is_relation:
            continue
        values = {row.get(field.attname) for row in rows}
        if len(values) > 1:
            others = field.related_model._base_manager.filter(pk__in=values - {None})  # type: ignore[union-attr]
            if others.model in rules():
                others = visible_to(actor, others)
            found |= {(field.attname, other.pk): str(other) for other in others}
    return found


def forget_history(model: type[Record], ids: Iterable[int]) -> None:
    """The old rows of records that are gone for good go, too: what was deleted is not read from its history."""
    events = getattr(model, "pgh_event_model", None)
    if events is not None:
        events.objects.filter(pgh_obj_id__in=list(ids)).delete()
