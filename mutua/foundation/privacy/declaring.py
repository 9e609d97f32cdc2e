"""Each model says which of its fields are about a person, how its rows lead to one, and what erasing that person does to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model, Q

Then = Literal["delete", "blank", "stay"]
Rows = Callable[[list[int]], Q]

# What stands where something about an erased person stood.
ERASED = "[erased]"

_declared: dict[type[Model], tuple[str, ...]] = {}
_leads: list[Lead] = []
_mentions: dict[type[Model], Mapping[str, Any] | None] = {}


@dataclass(frozen=True)
class Lead:
    """How rows of one model lead to a person.

    rows: the numbers of a person (more than one where records were merged) → which rows. paths: the fields by which they lead there;
    those that stand in the row itself are also looked for in its history. where: what else must hold.
    then: `delete`: the rows go with their history. `blank`: the link is cut and `blanks` are written, also in the history; the rest
    stays, because `why`. `stay`: as blank, but the link stays too: the person's row is left without a name for it.
    blanks: column → what is written there, or a function of what stands there. keeps: column of text → why it is not the person's.
    """

    model: type[Model]
    rows: Rows
    then: Then
    paths: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    blanks: Mapping[str, Any] = field(default_factory=dict)
    keeps: Mapping[str, Any] = field(default_factory=dict)
    why: Any = ""


def personal(model: type[Model], fields: Iterable[str]) -> None:
    """These fields hold a person's data."""
    names = tuple(fields)
    for name in names:
        model._meta.get_field(name)
    _declared[model] = names


def nothing_personal(*models: type[Model]) -> None:
    """These models hold nothing about a person."""
    for model in models:
        _declared[model] = ()


def belongs(model: type[Model], *paths: str, where: Mapping[str, Any] | None = None, rows: Rows | None = None) -> None:
    """Rows that are a person's: exported with the person, deleted with the person."""
    _leads.append(Lead(model, rows or _by_paths(paths, where or {}), "delete", paths, where or {}))


def speaks_of(
    model: type[Model],
    *paths: str,
    blanks: Mapping[str, Any],
    why: Any,
    keeps: Mapping[str, Any] | None = None,
    where: Mapping[str, Any] | None = None,
    rows: Rows | None = None,
) -> None:
    """Rows of somebody else's that speak of a person: exported, and kept without the person."""
    _leads.append(Lead(model, rows or _by_paths(paths, where or {}), "blank", paths, where or {}, blanks, keeps or {}, why))


def must_stay(model: type[Model], *paths: str, blanks: Mapping[str, Any], why: Any, keeps: Mapping[str, Any] | None = None) -> None:
    """Rows that the law wants kept: exported, and kept with a person who has no name any more."""
    _leads.append(Lead(model, _by_paths(paths, {}), "stay", paths, {}, blanks, keeps or {}, why))


def mentioned(model: type[Model], whole: Mapping[str, Any] | None = None) -> None:
    """Where a row of this model only names an erased person: these columns are written over as a whole, or without any the row is deleted.

    Everywhere else the name alone is replaced.
    """
    _mentions[model] = whole


def declarations() -> dict[type[Model], tuple[str, ...]]:
    return dict(_declared)


def leads() -> list[Lead]:
    return list(_leads)


def mentions_of() -> dict[str, Mapping[str, Any] | None]:
    """{table: what is written over as a whole; None: the row goes}."""
    return {model._meta.db_table: whole for model, whole in _mentions.items()}


def _by_paths(paths: tuple[str, ...], where: Mapping[str, Any]) -> Rows:
    def rows(numbers: list[int]) -> Q:
        found = Q(pk__in=[])
        for path in paths:
            found |= Q(**{f"{path}__in": numbers})
        return found & Q(**where)

    return rows
