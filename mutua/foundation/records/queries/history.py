"""Who changed which field when: read from the old rows that the triggers keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, may, visible_to
from mutua.foundation.access.hidden import hidden_columns
from mutua.foundation.access.rows import rules
from mutua.foundation.fields.kinds import kind_of
from mutua.foundation.fields.registry import Field, custom_fields
from mutua.foundation.fields.showing import in_words
from mutua.foundation.records.models import Record
from mutua.foundation.records.returning import old_values_of
from mutua.foundation.ui import formats

# What every save touches says nothing about what somebody changed.
_NOT_TOLD = frozenset({"id", "version", "updated_at", "created_at", "source", "source_key"})


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as words. returns: whether who looks may put back what stood before."""

    name: str
    label: str
    before: str
    after: str
    returns: bool = False


@dataclass(frozen=True)
class Change:
    """One write. who: the person, or empty when none was signed in (a job). through: by what way it came, in words. made: this is how it began.

    write: the number of the old row.
    """

    at: datetime
    who: str
    through: str = ""
    write: int = 0
    fields: tuple[FieldChange, ...] = ()
    made: bool = False
    deleted: bool = False
    restored: bool = False

    @property
    def glyph(self) -> str:
        return "plus" if self.made else "trash" if self.deleted else "arrow-back-up" if self.restored else "pencil"


def history_of(actor: Actor, record: Record, limit: int = 50, *, field: str = "", until: int | None = None) -> list[Change]:
    """The last writes of a `@historied` record, newest first, and its making when all of them fit: three or four queries.

    An old row holds what stood before the write; what came after is the next old row, or the present one. Of a linked record that
    this actor does not see it tells the number only. field: only what changed of this one. until: from this old row on backwards.
    """
    return history_page(actor, record, limit, field=field, until=until)[0]


def history_page(
    actor: Actor, record: Record, limit: int = 50, *, field: str = "", until: int | None = None
) -> tuple[list[Change], int | None]:
    """The same, and the `until` with which it goes on backwards; None where it begins. limit: old rows read, not changes told."""
    told = record.events.order_by("-pgh_id") if until is None else record.events.filter(pgh_id__lte=until).order_by("-pgh_id")  # type: ignore[attr-defined]
    rows = list(told.values()[: limit + 2])
    # A page further back begins below an old row, which stands in for the present one.
    newest = {one.attname: getattr(record, one.attname) for one in told_fields(record)} if until is None else rows.pop(0) if rows else {}
    more = len(rows) > limit
    after = [newest, *rows]
    contexts = _contexts(row["pgh_context_id"] for row in rows[:limit])
    linked, returning = _linked_names(actor, record, [*rows, newest]), _returning(actor, record)
    unseen = hidden_columns(actor, type(record))
    changes, custom, worded = [], _Custom(record), _worded(actor, record)
    for old, new in list(zip(rows, after, strict=False))[:limit]:
        found = (
            one for one in _differences(record, old, new, linked, custom, worded) if field in ("", one.name) and one.name not in unseen
        )
        fields = tuple(replace(one, returns=one.name.partition(".")[0] in returning) for one in found)
        was_deleted, is_deleted = old["deleted_at"] is not None, new["deleted_at"] is not None
        who, through = contexts.get(old["pgh_context_id"], ("", _way({})))
        changes.append(
            Change(
                at=old["pgh_created_at"],
                who=who,
                through=through,
                write=old["pgh_id"],
                fields=fields,
                deleted=is_deleted and not was_deleted and not field,
                restored=was_deleted and not is_deleted and not field,
            )
        )
    if not more and not field:
        changes.append(Change(at=record.created_at, who="", made=True))
    shown = [change for change in changes if change.fields or change.made or change.deleted or change.restored]
    return shown, rows[limit - 1]["pgh_id"] if more else None


def _returning(actor: Actor, record: Record) -> frozenset[str]:
    """The fields of this record that this actor may put back."""
    kind = old_values_of(record)
    if kind is None or record.deleted_at is not None or kind.stays(record) or not may(actor, kind.edit_needs, record):
        return frozenset()
    return frozenset(kind.fields)


def _worded(actor: Actor, record: Record) -> dict[str, Callable[[Any], str]]:
    """By field, how its domain tells a value to this actor."""
    kind = old_values_of(record)
    return {name: partial(say, actor, record) for name, say in kind.words.items()} if kind else {}


def told_fields(record: Record) -> list[models.Field[Any, Any]]:
    """The fields whose changes are somebody's doing: not the number, the version, the times, what is generated."""
    unsaid = _NOT_TOLD | getattr(record, "computed_columns", frozenset())
    return [field for field in record._meta.concrete_fields if field.name not in unsaid and not getattr(field, "generated", False)]


class _Custom:
    """The custom fields of a record's kind, read when a change of one is first told."""

    def __init__(self, record: Record) -> None:
        self.kind = kind_of(type(record))

    @cached_property
    def fields(self) -> dict[str, Field]:
        return custom_fields(self.kind)

    def changes(self, before: dict[str, Any], after: dict[str, Any]) -> Iterable[FieldChange]:
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                known = self.fields.get(name)
                was, now = (
                    in_words(known, one) if known and one is not None else _plain(one) for one in (before.get(name), after.get(name))
                )
                yield FieldChange(f"custom.{name}", known.label if known else name, was, now)


def _differences(
    record: Record,
    old: dict[str, Any],
    new: dict[str, Any],
    linked: dict[tuple[str, Any], str],
    custom: _Custom,
    worded: dict[str, Callable[[Any], str]],
) -> Iterable[FieldChange]:
    for field in told_fields(record):
        before, after = old.get(field.attname), new.get(field.attname)
        if before == after or field.name == "deleted_at":
            continue
        if field.name == "custom":
            yield from custom.changes(before or {}, after or {})
        elif say := worded.get(field.name):
            was, now = say(before), say(after)
            if was != now:  # what is told of neither is no change to whoever looks
                yield FieldChange(field.name, str(field.verbose_name), was, now)
        else:
            yield FieldChange(field.name, str(field.verbose_name), _words(field, before, linked), _words(field, after, linked))


def _words(field: models.Field[Any, Any], value: Any, linked: dict[tuple[str, Any], str]) -> str:
    if field.is_relation:
        return linked.get((field.attname, value), "" if value is None else f"#{value}")
    choices = dict(field.flatchoices)
    base = getattr(field, "base_field", None)
    if base is not None:
        choices = dict(base.flatchoices)
        return ", ".join(str(choices.get(item, item)) for item in value or ())
    if isinstance(value, dict | list):
        return _nested(value)
    return _plain(choices.get(value, value))


def _nested(value: Any) -> str:
    """What stands in a JSON column, on one line: "Logistics: 120, 80; Sales: 10"."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_nested(one)}" for name, one in value.items())
    return ", ".join(map(_nested, value)) if isinstance(value, list) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{formats.day(value, year=True)} {timezone.localtime(value):%H:%M}"
    if isinstance(value, date):
        return formats.day(value, year=True)
    return "" if value is None else str(value)


def _contexts(ids: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    """The name of the person behind each context, and the way by which the write came."""
    from pghistory.models import Context

    told = {row.pk: row.metadata for row in Context.objects.filter(pk__in={one for one in ids if one})}
    users = {metadata.get("user") for metadata in told.values()} - {None}
    names = dict(get_user_model().objects.filter(pk__in=users).values_list("pk", "name"))
    return {context: (names.get(metadata.get("user"), ""), _way(metadata)) for context, metadata in told.items()}


def _way(metadata: dict[str, Any]) -> str:
    """By what way a write came, from what its context says. A page is the usual one and is not told."""
    if metadata.get("import_run"):
        return _("by import %(number)s") % {"number": metadata["import_run"]}
    if metadata.get("import_undone"):
        return _("by undoing import %(number)s") % {"number": metadata["import_undone"]}
    if metadata.get("key"):
        return _("by API key")
    if metadata.get("bulk_run"):
        return _("with other rows of a list")
    return "" if metadata.get("path") else _("by a job or a command")


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
