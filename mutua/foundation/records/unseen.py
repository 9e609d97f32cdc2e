"""What somebody does not see is not written by them either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import CUSTOM, hidden_columns
from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.models import Record


def refuse_unseen(actor: Actor, model: type[Model], values: Mapping[str, Any], *, new: bool = False) -> None:
    """Raises Refused where a value is given for a field that is hidden from the actor. new: of a new record an empty one says nothing."""
    hidden = hidden_columns(actor, model)
    custom = values.get("custom") or {}
    given = {
        **{name: value for name, value in values.items() if name != "custom"},
        **{f"{CUSTOM}{name}": value for name, value in custom.items()},
    }
    for name in sorted(hidden & given.keys()):
        if not new or given[name] not in (None, "", []):
            raise Refused(_("There is no field “%(field)s” that you may write. Nothing was saved.") % {"field": name}, field=name)


def give_custom(actor: Actor, record: Record, custom: Mapping[str, Any] | None) -> None:
    """The custom values with which a new record begins. Raises Refused."""
    refuse_unseen(actor, type(record), {"custom": custom}, new=True)
    record.custom = merged_custom(record, custom or {})
