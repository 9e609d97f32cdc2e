"""Custom values as the database reads them out of the JSON column."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, DateField, DecimalField, F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Collate, LPad, NullIf

AMOUNT = DecimalField(max_digits=30, decimal_places=8)
_OUTPUT: dict[str, Any] = {"number": AMOUNT, "date": DateField(), "bool": BooleanField()}
_SHIFT = 10**21  # above every amount that is kept, so that shifted ones are positive and equally long


def stored_value(column: str, name: str, kind: str) -> Combinable:
    """The value of one custom field; missing where there is none. column: the look-up of the JSON."""
    if kind == "multi":
        return _Several(F(column), Value(f'$."{name}"[*]'), output_field=ArrayField(TextField()))
    if kind == "money":
        return Cast(_part(column, name, "amount"), AMOUNT)
    return Cast(_text(KeyTextTransform(name, F(column))), _OUTPUT.get(kind, CharField()))


def stored_currency(column: str, name: str) -> Combinable:
    """In which currency a custom amount is."""
    return Cast(_part(column, name, "currency"), CharField())


def by_currency(amount: Combinable, currency: Combinable) -> Combinable:
    """What money is ordered by: amounts of one currency stand together, for two currencies have no order."""
    shifted = Cast(amount + Value(_SHIFT, output_field=AMOUNT), TextField())
    return Collate(_Joined(currency, Value(" "), LPad(shifted, 40, Value("0")), output_field=TextField()), "C")


def _part(column: str, name: str, part: str) -> Any:
    return _text(KeyTextTransform(part, KeyTransform(name, F(column))))


def _text(found: Any) -> Any:
    return NullIf(found, Value(""))


class _Joined(Func):
    """Texts one after the other; missing where one of them is, unlike Django's own Concat."""

    template = "(%(expressions)s)"
    arg_joiner = " || "


class _Several(Func):
    """The texts of a JSON list; missing where none is chosen. A single text counts as a list of one."""

    template = "(SELECT array_agg(v #>> '{}') FROM jsonb_path_query(%(expressions)s::jsonpath) AS v WHERE v <> 'null'::jsonb)"
