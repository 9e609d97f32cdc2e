"""The fields of each kind of record that lists, filters, segments and exports know: built in, rolled up, custom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import BooleanField, CharField, DateField, DecimalField, F, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf

Kind = Literal["text", "number", "money", "date", "bool", "choice", "multi", "link"]
Window = tuple[date, date] | None  # a roll-up counts what lies between the two days, both included; None: everything


@dataclass(frozen=True)
class Field:
    """One thing that is known of each record of a kind.

    path: a Django look-up path to a single value. roll_up: instead of a path, an expression over related rows, given a window of days.
    computed: a formula, which nobody writes; its kind is that of the outcome.
    gathered: instead of a path, an expression over related rows that no window of days narrows.
    """

    record_kind: str
    key: str
    label: Any
    kind: Kind
    path: str = ""
    roll_up: Callable[[Window], Combinable] | None = None
    choices: Callable[[], Iterable[tuple[str, Any]]] | None = None
    is_custom: bool = False
    gathered: Callable[[], Combinable] | None = None
    computed: bool = False

    def expression(self, window: Window = None) -> Combinable:
        """The field's value as an expression over a query set of its kind."""
        if self.roll_up is not None:
            return self.roll_up(window)
        if self.gathered is not None:
            return self.gathered()
        if self.is_custom:
            return _custom_value(self)
        return F(self.path)


_fields: dict[str, dict[str, Field]] = {}


def field(
    record_kind: str,
    *,
    key: str,
    label: Any,
    kind: Kind,
    path: str = "",
    roll_up: Callable[[Window], Combinable] | None = None,
    choices: Callable[[], Iterable[tuple[str, Any]]] | None = None,
    gathered: Callable[[], Combinable] | None = None,
) -> None:
    """Register a field. Higher storeys add roll-ups to the kinds of lower ones: backoffice adds `orders.value` to `account`."""
    if roll_up is None and gathered is None and not path:
        path = key.replace(".", "__")
    _fields.setdefault(record_kind, {})[key] = Field(record_kind, key, label, kind, path, roll_up, choices, gathered=gathered)


def fields_of(record_kind: str) -> dict[str, Field]:
    """All fields of a kind, the custom ones last: one query for these."""
    return {**_fields.get(record_kind, {}), **{f"custom.{name}": f for name, f in custom_fields(record_kind).items()}}


def built_in_fields(record_kind: str) -> dict[str, Field]:
    return dict(_fields.get(record_kind, {}))


def built_in_field(record_kind: str, key: str) -> Field | None:
    return _fields.get(record_kind, {}).get(key)


def custom_fields(record_kind: str) -> dict[str, Field]:
    """The custom fields of a kind, by name without the prefix."""
    from mutua.foundation.fields.models import CustomField

    rows = list(CustomField.objects.filter(record_kind=record_kind, retired_at=None))
    plain = {row.name: _from_definition(row) for row in rows if row.kind != CustomField.Kind.FORMULA}
    formulas = {row.name: row for row in rows if row.kind == CustomField.Kind.FORMULA}
    if formulas:
        from mutua.foundation.fields.computed import formula_fields

        plain |= formula_fields(record_kind, _fields.get(record_kind, {}), plain, formulas)
    return {row.name: plain[row.name] for row in rows if row.name in plain}


def writable_custom_fields(record_kind: str) -> dict[str, Field]:
    """The custom fields that forms, imports and the API fill in: all but formulas."""
    return {name: known for name, known in custom_fields(record_kind).items() if not known.computed}


def _from_definition(row: Any) -> Field:
    choices = [(choice, choice) for choice in row.choices]
    return Field(
        record_kind=row.record_kind,
        key=f"custom.{row.name}",
        label=row.label,
        kind=row.kind,
        path=row.name,
        choices=(lambda: choices) if choices else None,
        is_custom=True,
    )


def _custom_value(known: Field) -> Cast:
    text = NullIf(KT(f"custom__{known.path}"), Value(""))
    match known.kind:
        case "number" | "money":
            return Cast(text, DecimalField(max_digits=30, decimal_places=8))
        case "date":
            return Cast(text, DateField())
        case "bool":
            return Cast(text, BooleanField())
        case _:
            return Cast(text, CharField())
