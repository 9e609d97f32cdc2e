"""Putting the values that an act was given into a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mutua.foundation.fields.values import merged_custom
from mutua.foundation.records.models import Record


def fill(record: Record, values: Mapping[str, Any], allowed: Sequence[str]) -> list[str]:
    """Put the values into the record, texts without the blanks around them; the names of those that are new.

    Raises Refused for a custom value of the wrong kind. A name that is not allowed is a mistake in the code.
    """
    unknown = sorted(set(values) - set(allowed))
    if unknown:
        raise TypeError(f"{type(record).__name__} has no editable {', '.join(unknown)}.")
    changed = []
    for name, value in values.items():
        if name == "custom":
            value = merged_custom(record, value or {})
        elif isinstance(value, str):
            value = value.strip()
        column = record._meta.get_field(name).attname  # type: ignore[union-attr]
        before = getattr(record, column)
        setattr(record, name, value)
        if getattr(record, column) != before:
            changed.append(name)
    return changed
