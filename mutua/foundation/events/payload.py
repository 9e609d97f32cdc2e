"""An event as JSON, and back. Exact: a Decimal stays a Decimal and a day a day."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

PLAIN = (str, int, float, bool)


def encode(event: Any) -> dict[str, Any]:
    """The fields of an event (a dataclass) as JSON values. Raises TypeError for a value that has no place in an event."""
    return {field.name: _encode(getattr(event, field.name)) for field in dataclasses.fields(event)}


def decode(kind: type[Any], payload: Mapping[str, Any]) -> Any:
    """The event of class `kind` with these fields. A field that was added since keeps its default; one that was removed is left out."""
    hints = get_type_hints(kind)
    known = {field.name for field in dataclasses.fields(kind)}
    return kind(**{name: _decode(hints[name], value) for name, value in payload.items() if name in known})


def check_fields(kind: type[Any]) -> None:
    """Raises TypeError if a field of this event class could not be carried."""
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        _check(hints[field.name], f"{kind.__name__}.{field.name}")


def _encode(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, PLAIN):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_encode(item) for item in value]
    raise TypeError(f"An event cannot carry {value!r}: give numbers, words, days, amounts, or tuples of them.")


def _decode(hint: Any, value: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if value is None:
        return None
    if origin in (Union, types.UnionType):
        return _decode(next(argument for argument in arguments if argument is not type(None)), value)
    if origin is tuple:
        hints = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
        return tuple(_decode(inner, item) for inner, item in zip(hints, value, strict=True))
    if isinstance(hint, type):
        if issubclass(hint, Decimal):
            return Decimal(value)
        if issubclass(hint, (datetime, date)):
            return hint.fromisoformat(value)
        if issubclass(hint, Enum):
            return hint(value)
    return value


def _check(hint: Any, name: str) -> None:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return None
    if origin in (Union, types.UnionType):
        others = [argument for argument in arguments if argument is not type(None)]
        if len(others) == 1:
            return _check(others[0], name)
    elif origin is tuple and arguments:
        for inner in arguments:
            if inner is not Ellipsis:
                _check(inner, name)
        return None
    elif isinstance(hint, type) and issubclass(hint, (*PLAIN, Decimal, date, datetime, Enum)):
        return None
    raise TypeError(
        f"{name}: an event cannot carry {hint}; use str, int, float, bool, Decimal, date, datetime, an Enum, or a tuple of these."
    )
