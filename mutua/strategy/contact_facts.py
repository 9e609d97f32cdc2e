"""What domains above can tell of a contact by themselves, so that criteria of a strategy are answered without asking a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import gettext as _

from mutua.foundation.filters.grammar import WORDS
from mutua.strategy.models import Criterion

Kind = Literal["text", "number", "link"]
OPERATORS: dict[str, tuple[str, ...]] = {
    "text": ("is", "is_not", "in", "contains", "starts", "not_empty"),
    "number": ("gte", "lte", "gt", "lt", "is", "not_empty"),
    "link": ("is", "is_not", "not_empty"),
}


@dataclass(frozen=True)
class ContactFact:
    """One thing that may be known of a contact. choices: pairs of value and title, for a link."""

    key: str
    title: Any
    kind: Kind = "text"
    choices: Callable[[], Iterable[tuple[str, Any]]] | None = None


class NotACondition(ValueError):
    """The parts make no condition. The text is one of "fact", "op", "value": the part that is wrong."""


_facts: dict[str, ContactFact] = {}


def contact_fact(key: str, title: Any, kind: Kind = "text", *, choices: Callable[[], Iterable[tuple[str, Any]]] | None = None) -> None:
    """Register a fact. key: the field of the filter that names it."""
    _facts[key] = ContactFact(key, title, kind, choices)


def contact_facts() -> list[ContactFact]:
    return list(_facts.values())


def condition_of(fact: str, op: str, value: str) -> dict[str, Any]:
    """The leaf of a filter that these three make; {} without a fact. Raises NotACondition."""
    if not fact:
        return {}
    known = _facts.get(fact)
    if known is None:
        raise NotACondition("fact")
    if op not in OPERATORS[known.kind]:
        raise NotACondition("op")
    if op == "not_empty":
        return {"field": fact, "op": op}
    value = value.strip()
    if not value or (known.kind == "number" and not _is_number(value)):
        raise NotACondition("value")
    if known.choices is not None and value not in dict(known.choices()):
        raise NotACondition("value")
    return {"field": fact, "op": op, "value": [part.strip() for part in value.split(",") if part.strip()] if op == "in" else value}


def told_condition(condition: Mapping[str, Any]) -> str:
    """The condition as a sentence; empty where a person answers."""
    if not condition:
        return ""
    known = _facts.get(str(condition["field"]))
    value = condition.get("value", "")
    choices = {str(key): title for key, title in known.choices()} if known is not None and known.choices is not None else {}
    shown = ", ".join(str(choices.get(str(one), one)) for one in (value if isinstance(value, list) else [value]))
    return f"{known.title if known else condition['field']} {WORDS.get(str(condition['op']), condition['op'])} {shown}".strip()


def told_criterion(criterion: Criterion) -> str:
    parts = [
        str(criterion.get_aspect_display()),
        _("must be fulfilled") if criterion.must else _("wished for"),
        told_condition(criterion.condition),
    ]
    return ", ".join(part for part in parts if part)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
