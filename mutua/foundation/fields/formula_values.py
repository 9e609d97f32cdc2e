"""A typed formula computed in plain Python, to the same value that the database gives."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Any

from mutua.foundation.fields.formula import PLACES, Node

_EXACT = Context(prec=10_000, rounding=ROUND_HALF_UP)
_UNIT = Decimal(1).scaleb(-PLACES)
MOST_DAYS = 36_500


def value_of(node: Node, values: Mapping[str, Any], today: date) -> Any:
    """A Decimal, str, date or bool; None where it is missing. values: of the same kinds, by key."""
    value = _value(node, values, today)
    if node.kind != "date" or value is None:
        return value
    return date.fromordinal(value) if 1 <= value <= date.max.toordinal() else None


def _value(node: Node, values: Mapping[str, Any], today: date) -> Any:
    """As value_of, but days are counted from the first day of the calendar, for sums of them may leave it."""
    if node.op == "literal":
        return _inner(node.value)
    if node.op == "field":
        return _inner(values.get(node.value))
    if node.op == "today":
        return today.toordinal()
    args = [_value(arg, values, today) for arg in node.args]
    if node.op in _WITH_MISSING:
        return _WITH_MISSING[node.op](*args)
    if None in args:
        return None
    if node.kind == "date":
        return _moved(node.op, *args)
    return _STRICT[node.op](*args)


def _inner(value: Any) -> Any:
    if isinstance(value, date):
        return value.toordinal()
    return _EXACT.quantize(value, _UNIT) if isinstance(value, Decimal) else None if value == "" else value


def _moved(sign: str, day: int, by: Decimal) -> int | None:
    if abs(by) > MOST_DAYS:
        return None
    days = int(by.to_integral_value(rounding=ROUND_DOWN))
    return day + days if sign == "+" else day - days


def _and(one: bool | None, other: bool | None) -> bool | None:
    return False if one is False or other is False else None if one is None or other is None else True


def _or(one: bool | None, other: bool | None) -> bool | None:
    return True if one is True or other is True else None if one is None or other is None else False


def _first(*args: Any) -> Any:
    return next((arg for arg in args if arg is not None), None)


def _least(*args: Any) -> Any:
    return min((arg for arg in args if arg is not None), default=None)


def _most(*args: Any) -> Any:
    return max((arg for arg in args if arg is not None), default=None)


def _quotient(one: Decimal, other: Decimal) -> Decimal | None:
    return _EXACT.quantize(_EXACT.divide(one, other), _UNIT) if other else None


def _rounded(number: Decimal, places: Decimal) -> Decimal:
    return _EXACT.quantize(number, Decimal(1).scaleb(-int(places)))


_WITH_MISSING: dict[str, Callable[..., Any]] = {
    "and": _and,
    "or": _or,
    "if": lambda asked, then, other: then if asked else other,
    "coalesce": _first,
    "min": _least,
    "max": _most,
    "missing": lambda value: value is None,
    "&": lambda one, other: f"{one or ''}{other or ''}" or None,
}
_STRICT: dict[str, Callable[..., Any]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": lambda one, other: _EXACT.quantize(_EXACT.multiply(one, other), _UNIT),
    "/": _quotient,
    "negative": _EXACT.minus,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "not": operator.not_,
    "abs": _EXACT.abs,
    "round": _rounded,
    "days": lambda one, other: Decimal(one - other),
    "includes": lambda several, one: one in several,
    "length": lambda text: Decimal(len(text)),
    "lower": str.lower,
    "upper": str.upper,
    "contains": lambda text, part: part.lower() in text.lower(),
}
