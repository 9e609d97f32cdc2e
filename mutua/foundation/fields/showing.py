"""Custom values as a reader sees them: in words, and as a link where they are one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from mutua.foundation.fields.addresses import is_openable
from mutua.foundation.fields.amounts import read_money, written_amount
from mutua.foundation.fields.computed import computed_of
from mutua.foundation.fields.kinds import kind_of
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.registry import Field
from mutua.foundation.money import Money
from mutua.foundation.ui import formats

if TYPE_CHECKING:
    from mutua.foundation.access import Actor


@dataclass(frozen=True)
class Told:
    """One custom field of a record with what it says. html: safe."""

    label: str
    html: str


def custom_rows(record: Any, actor: Actor) -> list[Told]:
    """The custom values that stand, and what the formulas and roll-ups come to for the one who looks: two queries at most."""
    tell_custom(Known(actor), [record])
    return list(record.told)


def tell_custom(known: Known, *groups: Iterable[Any]) -> None:
    """Give each record `told`, the same of several records at once: one query unless Known has read already, and one more for a kind of which something is computed."""
    records = [record for group in groups for record in group]
    for model in {type(record): None for record in records}:
        own = [record for record in records if type(record) is model]
        fields = known.custom(kind_of(model))
        computed = computed_of(own, fields)
        for record in own:
            values = {**record.custom, **{field.path: value for field, value in computed.get(record.pk, ())}}
            shown = [(field, values.get(name)) for name, field in fields.items()]
            record.told = [Told(field.label, html_of(field, value)) for field, value in shown if value not in (None, "", [])]


def in_words(field: Field, value: Any) -> str:
    """A value in the reader's language: as it is stored, or as the database computed it. What is of another kind is shown as it stands."""
    try:
        return _WORDS[field.kind](value) if value not in (None, "", []) and field.kind in _WORDS else str(plain(value))
    except (ValueError, InvalidOperation):
        return str(plain(value))


def html_of(field: Field, value: Any) -> str:
    words = in_words(field, value)
    if field.kind == "url" and is_openable(words):
        shown = words.partition("://")[2].rstrip("/") if words.startswith(("http://", "https://")) else words.partition(":")[2]
        return format_html('<a href="{}" rel="noopener noreferrer nofollow">{}</a>', words, shown)
    return format_html("{}", words)


def typed_text(field: Field, value: Any) -> str:
    """A stored value as somebody types it into one line, the way `clean_value` reads it."""
    if value in (None, ""):
        return ""
    if isinstance(value, Mapping):
        return f"{value.get('amount', '')} {value.get('currency', '')}".strip()
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def exported(field: Field, value: Any) -> Any:
    """A value as it goes into a file: of money the figure alone, since its currency has a column of its own."""
    if value in (None, "", []):
        return None
    try:
        match field.kind:
            case "money":
                return trimmed(read_money(value).amount if field.currency is not None else value)
            case "number":
                return trimmed(value)
            case "date":
                return value if isinstance(value, date) else date.fromisoformat(str(value))
            case "bool":
                return bool(value)
    except (ValueError, InvalidOperation):
        pass
    return typed_text(field, value)


def plain(value: Any) -> Any:
    """A value as the API gives it: figures as texts that keep every digit, money as its two parts."""
    if isinstance(value, Money):
        return {"amount": written_amount(trimmed(value.amount)), "currency": value.currency}
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return written_amount(trimmed(value))
    return value.isoformat() if isinstance(value, date) else value


def trimmed(value: Any) -> Decimal:
    """Without the zeros that a column of eight places adds."""
    return Decimal(str(value)).normalize()


def _number(value: Any) -> str:
    number = trimmed(value)
    exponent = number.as_tuple().exponent
    return formats.number(number, min(max(-exponent, 0), 8) if isinstance(exponent, int) else 0)


_WORDS: dict[str, Any] = {
    "number": _number,
    "money": lambda value: formats.money(read_money(value)),
    "date": lambda value: formats.day(value if isinstance(value, date) else date.fromisoformat(str(value)), year=True),
    "bool": lambda value: _("Yes") if value else _("No"),
    "multi": lambda value: ", ".join(map(str, value)) if isinstance(value, list) else str(value),
}
