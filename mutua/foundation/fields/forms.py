"""Custom fields as fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.fields.registry import Field, writable_custom_fields

PREFIX = "custom_"


def custom_form_fields(record_kind: str, values: Mapping[str, Any]) -> dict[str, forms.Field]:
    """A form field for each custom field of the kind, holding the record's value: one query."""
    return {f"{PREFIX}{name}": _form_field(known, values.get(name)) for name, known in writable_custom_fields(record_kind).items()}


def custom_values(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The custom values out of a form's cleaned data, by name; an empty one is None."""
    return {name.removeprefix(PREFIX): _plain(value) for name, value in cleaned.items() if name.startswith(PREFIX)}


def _form_field(known: Field, value: Any) -> forms.Field:
    settings: dict[str, Any] = {"label": known.label, "required": False, "initial": value}
    match known.kind:
        case "number" | "money":
            return forms.DecimalField(**settings)
        case "date":
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **settings)
        case "bool":
            known_answers = [("", _("Not known")), ("true", _("Yes")), ("false", _("No"))]
            return forms.ChoiceField(choices=known_answers, **{**settings, "initial": "" if value is None else str(value).lower()})
        case "choice":
            choices = [("", "—"), *(known.choices() if known.choices else ())]
            # A choice that was taken off the list stays selectable where it stands, so that saving something else does not lose it.
            if value and value not in dict(choices):
                choices.append((value, value))
            return forms.ChoiceField(choices=choices, **settings)
        case _:
            return forms.CharField(max_length=2000, **settings)


def _plain(value: Any) -> Any:
    if value in (None, ""):
        return None
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if hasattr(value, "isoformat") else value
