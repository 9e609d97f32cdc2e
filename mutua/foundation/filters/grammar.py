"""The words of a filter, the same for lists, segments and the API.

A tree is {"all": [trees]}, {"any": [trees]}, {"not": tree} or a leaf {"field": key, "op": word, "value": …}; a roll-up's leaf may
carry {"within": "365d"}. A key may lead to another record: account.owner.team. A comparison with a missing value is false, and its negation true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.fields.registry import Field

Tree = dict[str, Any]
DEEPEST = 8
MOST_LEAVES = 60

WORDS: dict[str, Any] = {
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "contains": gettext_lazy("contains"),
    "starts": gettext_lazy("starts with"),
    "gt": gettext_lazy("is more than"),
    "gte": gettext_lazy("is at least"),
    "lt": gettext_lazy("is less than"),
    "lte": gettext_lazy("is at most"),
    "between": gettext_lazy("is between"),
    "before": gettext_lazy("is before"),
    "after": gettext_lazy("is after"),
    "within_last": gettext_lazy("was in the last"),
    "older_than": gettext_lazy("is longer ago than"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
}
_ANY = ("is", "is_not", "in", "empty", "not_empty")
_ORDER = ("gt", "gte", "lt", "lte", "between")
OPERATORS: dict[str, tuple[str, ...]] = {
    "text": (*_ANY, "contains", "starts"),
    "number": (*_ANY, *_ORDER),
    "money": (*_ANY, *_ORDER),
    "date": ("is", "is_not", "before", "after", "between", "within_last", "older_than", "empty", "not_empty"),
    "bool": ("is", "is_not", "empty", "not_empty"),
    "choice": _ANY,
    "multi": ("contains", "empty", "not_empty"),
    "link": _ANY,
    "url": (*_ANY, "contains", "starts"),
}


class FilterError(ValueError):
    """The filter cannot be read. The sentence says which part and what would do. Shown as a 400."""


def walk(tree: Any, depth: int = 0) -> Iterator[Tree]:
    """Every leaf, after checking the shape of the whole tree."""
    if depth > DEEPEST:
        raise FilterError(_("The filter is nested more than %(n)s deep.") % {"n": DEEPEST})
    if not isinstance(tree, dict):
        raise FilterError(_("A filter is an object with “all”, “any”, “not” or “field”; this is %(it)s.") % {"it": type(tree).__name__})
    if "field" in tree:
        yield tree
        return
    if len(tree) != 1 or next(iter(tree)) not in ("all", "any", "not"):
        raise FilterError(
            _("A filter is an object with “all”, “any”, “not” or “field”; this one has %(it)s.")
            % {"it": ", ".join(map(str, tree)) or _("nothing")}
        )
    ((word, inside),) = tree.items()
    if word == "not":
        yield from walk(inside, depth + 1)
        return
    if not isinstance(inside, list):
        raise FilterError(_("“%(word)s” takes a list of filters.") % {"word": word})
    for branch in inside:
        yield from walk(branch, depth + 1)


def fields_named(tree: Tree) -> set[str]:
    """The keys of all fields that the tree mentions."""
    return {str(leaf["field"]) for leaf in walk(tree)}


def days_back(value: Any, today: date) -> date:
    """The day that lies "90d", "6w", "3m" (30 days each) or "1y" (365 days) before today."""
    found = re.fullmatch(r"(\d{1,5})([dwmy])", str(value))
    if not found:
        raise FilterError(_("“%(value)s” is not a span of time. Write 90d, 6w, 3m or 1y.") % {"value": value})
    try:
        return today - timedelta(days=int(found[1]) * {"d": 1, "w": 7, "m": 30, "y": 365}[found[2]])
    except OverflowError:
        raise FilterError(_("“%(value)s” goes back further than the calendar does.") % {"value": value}) from None


def describe(tree: Tree, fields: dict[str, Field]) -> str:
    """The filter as a sentence, for chips and segment pages."""
    if "field" in tree:
        return _describe_leaf(tree, fields)
    ((word, inside),) = tree.items()
    if word == "not":
        return _("not (%(inside)s)") % {"inside": describe(inside, fields)}
    glue = _(" and ") if word == "all" else _(" or ")
    parts = [describe(branch, fields) for branch in inside]
    nested = ["field" not in branch for branch in inside]
    return glue.join(f"({part})" if deep and len(parts) > 1 else part for part, deep in zip(parts, nested, strict=True))


def _describe_leaf(leaf: Tree, fields: dict[str, Field]) -> str:
    known = fields.get(str(leaf["field"]))
    label = known.label if known else leaf["field"]
    value = leaf.get("value", "")
    shown = ", ".join(str(_choice_label(known, v)) for v in (value if isinstance(value, list) else [value]))
    within = _(" in the last %(span)s") % {"span": leaf["within"]} if leaf.get("within") else ""
    return f"{label}{within} {WORDS.get(str(leaf.get('op')), leaf.get('op'))} {shown}".rstrip()


def _choice_label(known: Field | None, value: Any) -> Any:
    if known is not None and known.choices is not None:
        return dict(known.choices()).get(value, value)
    return value
