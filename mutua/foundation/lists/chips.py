"""Filters that can be read: one chip for each condition, and the form that adds one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mutua.foundation.fields.amounts import read_money
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.registry import Field
from mutua.foundation.filters import FilterError, describe
from mutua.foundation.filters.grammar import OPERATORS, WORDS
from mutua.foundation.lists.state import ListState, Tree
from mutua.foundation.ui import formats
from mutua.foundation.ui.markup import options

MOST_BLANK = 500  # of some 4 KB each
SPAN_OPERATORS = ("within_last", "older_than")
EMPTY_OPERATORS = ("empty", "not_empty")


@dataclass(frozen=True)
class Chip:
    """One condition: "Country is" and "Zambia", and the address of the list without it."""

    says: str
    value: str
    without: str


def chips_of(state: ListState, fields: Mapping[str, Field]) -> list[Chip]:
    parts = conditions(state.tree)
    return [Chip(*_words(part, fields), state.with_tree(joined(parts[:i] + parts[i + 1 :])).query()) for i, part in enumerate(parts)]


def conditions(tree: Tree | None) -> list[Tree]:
    """What must hold, one by one: the branches of an "all", or the whole tree."""
    if not tree:
        return []
    return list(tree["all"]) if isinstance(tree.get("all"), list) else [tree]


def joined(parts: list[Tree]) -> Tree | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"all": parts}


def _words(part: Tree, fields: Mapping[str, Field]) -> tuple[str, str]:
    known = fields.get(str(part.get("field")))
    if known is None or "op" not in part:
        return "", describe(part, dict(fields))
    within = " " + _("in the last %(span)s") % {"span": span(part["within"])} if part.get("within") else ""
    subject = f"{known.label}{within} {WORDS.get(str(part['op']), part['op'])}"
    return subject, "" if part["op"] in EMPTY_OPERATORS else _value(known, str(part["op"]), part.get("value"))


def _value(known: Field, op: str, value: Any) -> str:
    if op in SPAN_OPERATORS:
        return span(value)
    if op == "between" and isinstance(value, list) and len(value) == 2:
        return _("%(low)s and %(high)s") % {"low": _one(known, value[0]), "high": _one(known, value[1])}
    return ", ".join(_one(known, one) for one in (value if isinstance(value, list) else [value]))


def _one(known: Field, value: Any) -> str:
    if known.choices is not None:
        return str({str(key): label for key, label in known.choices()}.get(str(value), value))
    if known.kind == "bool":
        return _("yes") if str(value).lower() == "true" else _("no")
    if known.kind in ("number", "money") and re.fullmatch(r"-?\d{1,20}(\.\d{1,8})?", str(value)):
        return formats.number(value, len(str(value).partition(".")[2]))
    if known.kind == "money":
        try:
            return formats.money(read_money(value))
        except ValueError:
            return str(value)
    return str(value)


def span(text: Any) -> str:
    """365d → 365 days."""
    found = re.fullmatch(r"(\d{1,5})([dwmy])", str(text))
    if not found:
        return str(text)
    count = int(found[1])
    words = {
        "d": ngettext("%(n)s day", "%(n)s days", count),
        "w": ngettext("%(n)s week", "%(n)s weeks", count),
        "m": ngettext("%(n)s month", "%(n)s months", count),
        "y": ngettext("%(n)s year", "%(n)s years", count),
    }
    return words[found[2]] % {"n": formats.number(count)}


@dataclass(frozen=True)
class Editor:
    """The form that adds a condition: the field, the words that fit it, and what kind of value is asked for."""

    field: Field | None
    op: str
    ops: list[tuple[str, Any]]
    control: str
    choices: list[tuple[str, Any]]
    rolls_up: bool


def editor_for(fields: Mapping[str, Field], key: str, op: str = "") -> Editor:
    known = fields.get(key)
    if known is None:
        return Editor(None, "", [], "none", [], False)
    ops = OPERATORS[known.kind]
    word = op if op in ops else ops[0] if known.roll_up is None else "gte"
    choices = [(str(value), label) for value, label in known.choices()] if known.choices else []
    return Editor(
        known, word, [(name, WORDS[name]) for name in ops], _control(known, word, bool(choices)), choices, known.roll_up is not None
    )


def adding(fields: Mapping[str, Field], key: str, op: str) -> dict[str, Any]:
    """What `lists/_editor.html` draws: all fields by name, and the form for the chosen one."""
    named = sorted(((known.key, str(known.label)) for known in fields.values()), key=lambda pair: pair[1].casefold())
    return {"fields": options(named, key), "editor": editor_for(fields, key, op)}


def adding_first(known: Known, kind: str) -> dict[str, Any]:
    """The same for nothing chosen yet, as each page of a list has it: drawn once for all who find the same fields."""
    key = (kind, get_language(), known.finds)
    if key not in _blank:
        if len(_blank) >= MOST_BLANK:
            _blank.clear()
        _blank[key] = adding(known.all_of(kind), "", "")
    return _blank[key]


_blank: dict[tuple[Any, ...], dict[str, Any]] = {}


def _control(known: Field, op: str, has_choices: bool) -> str:
    if op in EMPTY_OPERATORS:
        return "none"
    if op in SPAN_OPERATORS:
        return "span"
    if op == "between":
        return "pair"
    if op == "in":
        return "many" if has_choices else "list"
    return "choice" if has_choices else "bool" if known.kind == "bool" else "one"


def leaf_from(params: Any, fields: Mapping[str, Field]) -> Tree:
    """The condition that the form describes. Raises FilterError with what is missing; the compiler checks the rest."""
    editor = editor_for(fields, params.get("add_field", ""), params.get("add_op", ""))
    if editor.field is None:
        raise FilterError(_("Choose a field to filter by."))
    leaf: Tree = {"field": editor.field.key, "op": editor.op}
    if editor.control != "none":
        leaf["value"] = _typed(editor, params)
    if editor.rolls_up and params.get("add_within"):
        leaf["within"] = params["add_within"]
    return leaf


def _typed(editor: Editor, params: Any) -> Any:
    one = params.get("add_value", "").strip()
    match editor.control:
        case "span":
            return f"{params.get('add_value', '').strip()}{params.get('add_unit', 'd')}"
        case "pair":
            return [one, params.get("add_value2", "").strip()]
        case "many":
            return [value for value in params.getlist("add_value") if value]
        case "list":
            return [part.strip() for part in one.split(",") if part.strip()]
    if not one:
        raise FilterError(_("Say what “%(field)s” is compared with.") % {"field": editor.field.label if editor.field else ""})
    return one == "true" if editor.control == "bool" else one
