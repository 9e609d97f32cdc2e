"""What is typed into a custom field becomes a value of its kind, or a sentence that says why not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.fields.registry import Field, custom_fields

MOST_FIGURES = 20  # before the point


class BadValue(ValueError):
    """The text is not a value of the field's kind. Nothing was kept of it."""


def clean_custom(record_kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """JSON-ready values for the `custom` column; unknown names and wrong kinds raise BadValue."""
    known = custom_fields(record_kind)
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadValue(_("There is no custom field called %(names)s.") % {"names": ", ".join(unknown)})
    computed = sorted(name for name in given if known[name].computed)
    if computed:
        raise BadValue(_("%(names)s is computed by a formula and cannot be written.") % {"names": ", ".join(computed)})
    return {name: clean_value(known[name], value) for name, value in given.items() if value not in (None, "")}


def clean_value(field: Field, value: Any) -> Any:
    """One value, JSON-ready: numbers as strings that keep every digit, dates as ISO, yes or no as a boolean."""
    try:
        match field.kind:
            case "number" | "money":
                return str(_finite(Decimal(str(value).strip())))
            case "date":
                return date.fromisoformat(str(value).strip()).isoformat()
            case "bool":
                return _yes_or_no(value)
            case "choice":
                return _chosen(field, str(value))
            case _:
                return str(value)
    except (ValueError, InvalidOperation):
        raise BadValue(_("%(value)r does not fit %(field)s.") % {"value": value, "field": field.label}) from None


def _finite(number: Decimal) -> Decimal:
    # More figures than the column of a comparison holds would make every filter by the field fail.
    if not number.is_finite() or number.adjusted() > MOST_FIGURES:
        raise ValueError(number)
    return number


def _yes_or_no(value: Any) -> bool:
    known = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    try:
        return known[str(value).strip().lower()]
    except KeyError:
        raise ValueError(value) from None


def _chosen(field: Field, value: str) -> str:
    if value not in {key for key, _label in (field.choices() if field.choices else ())}:
        raise ValueError(value)
    return value
