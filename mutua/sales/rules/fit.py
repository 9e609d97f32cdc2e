"""Whether what is known of a lead fulfils a condition: yes, no, or nobody knows yet.

A condition is a filter tree as segments use them: {"all": […]}, {"any": […]}, {"not": …} or {"field": key, "op": word, "value": …}. What is not known makes
neither true nor false, unless the rest decides (Kleene's three values): a lead of which the country is not known is not outside the segment.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Known = Mapping[str, Any]  # {field: value}; a field that is not there, None or "" is not known
Tree = Mapping[str, Any]


def holds(condition: Tree, known: Known) -> bool | None:
    """None: nobody can say from what is known. An empty condition holds."""
    if not condition:
        return True
    if "field" in condition:
        return _leaf(condition, known)
    ((word, inside),) = condition.items()
    if word == "not":
        found = holds(inside, known)
        return None if found is None else not found
    found_each = [holds(one, known) for one in inside]
    decides = word != "all"  # one "no" decides an "all", one "yes" an "any"
    if decides in found_each:
        return decides
    return None if None in found_each else not decides


def unknown_fields(condition: Tree, known: Known) -> list[str]:
    """The fields that would have to be known to say whether it holds, each once, in their order."""
    if not condition or holds(condition, known) is not None:
        return []
    if "field" in condition:
        return [str(condition["field"])]
    ((word, inside),) = condition.items()
    parts = [inside] if word == "not" else inside
    return list(dict.fromkeys(field for part in parts for field in unknown_fields(part, known)))


def _leaf(leaf: Tree, known: Known) -> bool | None:
    value = known.get(str(leaf["field"]))
    if value is None or value == "":
        return None
    compare = _COMPARISONS.get(str(leaf.get("op")))
    return None if compare is None else compare(value, leaf.get("value"))


def _text(value: Any) -> str:
    return str(value).strip().casefold()


def _is(value: Any, wanted: Any) -> bool | None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _ordered(value, wanted, lambda one, other: one == other)
    return _text(value) == _text(wanted)


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _ordered(value: Any, wanted: Any, compare: Any) -> bool | None:
    one, other = _number(value), _number(wanted)
    return None if one is None or other is None else bool(compare(one, other))


def _not(found: bool | None) -> bool | None:
    return None if found is None else not found


_COMPARISONS: dict[str, Any] = {
    "is": _is,
    "is_not": lambda value, wanted: _not(_is(value, wanted)),
    "in": lambda value, wanted: any(_is(value, one) for one in (wanted if isinstance(wanted, list) else [wanted])),
    "contains": lambda value, wanted: _text(wanted) in _text(value),
    "starts": lambda value, wanted: _text(value).startswith(_text(wanted)),
    "gt": lambda value, wanted: _ordered(value, wanted, lambda one, other: one > other),
    "gte": lambda value, wanted: _ordered(value, wanted, lambda one, other: one >= other),
    "lt": lambda value, wanted: _ordered(value, wanted, lambda one, other: one < other),
    "lte": lambda value, wanted: _ordered(value, wanted, lambda one, other: one <= other),
    "between": lambda value, wanted: (
        _both(_ordered(value, wanted[0], lambda one, other: one >= other), _ordered(value, wanted[1], lambda one, other: one <= other))
        if isinstance(wanted, list) and len(wanted) == 2
        else None
    ),
    "not_empty": lambda value, wanted: True,
}  # "empty" is never known: what nobody has told may still be there


def _both(one: bool | None, other: bool | None) -> bool | None:
    if False in (one, other):
        return False
    return None if None in (one, other) else True
