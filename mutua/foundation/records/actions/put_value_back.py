"""Putting back what stood in one field before a write: an edit like any other, by the domain's own act."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, NotFound, require, visible_to
from mutua.foundation.access.hidden import hidden_columns
from mutua.foundation.access.rows import rules
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.models import Record
from mutua.foundation.records.returning import OldValues


@transaction.atomic
def put_value_back(actor: Actor, kind: OldValues, record_id: int, *, version: int, write: int, field: str) -> Record:
    """The record with the value that stood in this field before that write. field: as the history names it, "custom.stores" for a custom one.

    Raises NotFound (also for a write of another record), NotAllowed, StaleVersion, Refused.
    """
    record = kind.find(actor, record_id)
    require(actor, kind.edit_needs, record)
    if sentence := kind.stays(record):
        raise Refused(sentence, field=field)
    name, _dot, custom = field.partition(".")
    if name not in kind.fields or bool(custom) != (name == "custom") or field in hidden_columns(actor, kind.model):
        raise NotFound(field)
    column = record._meta.get_field(name).attname  # type: ignore[union-attr]
    row = record.events.filter(pgh_id=write).values(column).first()  # type: ignore[attr-defined]
    if row is None:
        raise NotFound()

    value = {custom: (row["custom"] or {}).get(custom)} if custom else _told(actor, record, name, row[column])
    return kind.edit(actor, record_id, version=version, **{name: value})


def _told(actor: Actor, record: Record, name: str, value: Any) -> Any:
    """What the edit takes: a record and not its number, where the field is a link."""
    field = record._meta.get_field(name)
    if not field.is_relation or value is None:
        return value
    model = field.related_model
    # Somebody who left gets nothing any more; a link leads only to what this actor sees.
    people = model.objects.filter(is_active=True) if model is get_user_model() else model._default_manager.all()  # type: ignore[union-attr]
    found = (visible_to(actor, people) if model in rules() and model is not get_user_model() else people).filter(pk=value).first()
    if found is None:
        raise Refused(_("What stood there is gone, or is not yours to see. Nothing was changed."), field=name)
    return found
