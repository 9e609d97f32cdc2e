"""Custom fields as fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.fields.registry import Field, writable_custom_fields
from mutua.foundation.fields.showing import typed_text
from mutua.foundation.fields.values import BadValue, clean_value

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
        case "number":
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
        case "multi":
            offered = list(known.choices()) if known.choices else []
            offered += [(one, one) for one in value or () if one not in dict(offered)]
            return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **settings)
        case "money":
            help_text = _("The amount and its currency, like 1250.50 EUR.")
            return TypedField(known, max_length=60, help_text=help_text, **{**settings, "initial": typed_text(known, value)})
        case "url":
            return TypedField(
                known, max_length=2000, **settings, widget=forms.TextInput(attrs={"placeholder": "https://", "inputmode": "url"})
            )
        case _:
            return forms.CharField(max_length=2000, **settings)


class TypedField(forms.CharField):
    """One line of text that is a value of a custom field; what is wrong with it stands beside it."""

    def __init__(self, known: Field, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return clean_value(self.known, text) if text and text != self.initial else text
        except BadValue as problem:
            raise forms.ValidationError(str(problem)) from None


def _plain(value: Any) -> Any:
    if value in (None, "", []):
        return None
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if hasattr(value, "isoformat") else value
