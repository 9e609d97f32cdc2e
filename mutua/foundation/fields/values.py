"""What is typed into a custom field becomes a value of its kind, or a sentence that says why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.database.text import LONGEST
from mutua.foundation.fields.addresses import read_address
from mutua.foundation.fields.amounts import read_amount, read_money, written_amount
from mutua.foundation.fields.kinds import kind_of
from mutua.foundation.fields.registry import Field, custom_fields
from mutua.foundation.records.errors import Refused

_HOW: dict[str, Any] = {
    "number": gettext_lazy("Write a number like 1250.50."),
    "money": gettext_lazy("Write an amount with its currency, like 1250.50 EUR."),
    "date": gettext_lazy("Write a day like 2026-01-31."),
    "bool": gettext_lazy("Write yes or no."),
    "url": gettext_lazy("Write an address that begins with https://, http://, mailto: or tel:."),
}


class BadValue(ValueError):
    """The text is not a value of the field's kind. Nothing was kept of it."""


def clean_custom(record_kind: str, given: dict[str, Any], standing: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """JSON-ready values for the `custom` column; unknown names and wrong kinds raise BadValue.

    standing: what the record holds; a choice that was taken off the list stays where it stands.
    """
    known = custom_fields(record_kind)
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadValue(_("There is no custom field called %(names)s.") % {"names": ", ".join(unknown)})
    computed = sorted(name for name in given if known[name].computed)
    if computed:
        raise BadValue(_("%(names)s is computed by a formula and cannot be written.") % {"names": ", ".join(computed)})
    before = standing or {}
    return {name: clean_value(known[name], value, before.get(name)) for name, value in given.items() if value not in (None, "", [])}


def merged_custom(record: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The record's custom values with these in their place; None or nothing takes one away. What stands there already is not judged again.

    Raises Refused.
    """
    new = {name: value for name, value in given.items() if value != record.custom.get(name)}
    if not new:
        return dict(record.custom)
    try:
        cleaned = clean_custom(kind_of(type(record)), new, record.custom)
    except BadValue as error:
        raise Refused(str(error), field="custom") from error
    return {**{name: value for name, value in record.custom.items() if name not in new}, **cleaned}


def clean_value(field: Field, value: Any, standing: Any = None) -> Any:
    """One value, JSON-ready: numbers as strings that keep every digit, dates as ISO, yes or no as a boolean, several choices as a list,
    money as its amount and its currency."""
    try:
        match field.kind:
            case "number":
                return written_amount(read_amount(value))
            case "money":
                money = read_money(value)
                return {"amount": written_amount(money.amount), "currency": money.currency}
            case "date":
                return date.fromisoformat(str(value).strip()).isoformat()
            case "bool":
                return _yes_or_no(value)
            case "choice":
                return _chosen(field, str(value))
            case "multi":
                return _several(field, value, standing)
            case "url":
                return read_address(str(value))
            case _:
                if isinstance(value, dict | list):
                    raise ValueError(value)
                return _short_enough(field, str(value))
    except ValueError:
        said = _("%(value)r does not fit %(field)s.") % {"value": value, "field": field.label}
        raise BadValue(f"{said} {_how(field)}".strip()) from None


def _short_enough(field: Field, text: str) -> str:
    if len(text) > LONGEST:
        raise BadValue(_("%(field)s takes at most %(most)s characters.") % {"field": field.label, "most": f"{LONGEST:,}"})
    return text


def _how(field: Field) -> str:
    if field.kind in ("choice", "multi") and field.choices:
        return _("Choose from: %(choices)s.") % {"choices": ", ".join(key for key, _label in field.choices())}
    return str(_HOW.get(field.kind, ""))


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


def _several(field: Field, value: Any, standing: Any) -> list[str]:
    """Each once, in the order in which the field lists them. A text holds them parted by semicolons, lines or, failing these, commas."""
    offered = [key for key, _label in (field.choices() if field.choices else ())]
    if isinstance(value, str):
        whole = [value.strip()] if value.strip() in offered else None
        given = whole or [part.strip() for part in re.split(r"[;|\n]" if re.search(r"[;|\n]", value) else ",", value)]
    elif isinstance(value, list) and all(isinstance(one, str) for one in value):
        given = value
    else:
        raise ValueError(value)
    kept = [one for one in (standing if isinstance(standing, list) else ()) if one not in offered]
    chosen = {one for one in given if one}
    if chosen - {*offered, *kept}:
        raise ValueError(value)
    return [one for one in (*offered, *kept) if one in chosen]
