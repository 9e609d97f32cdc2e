"""The predicate under the editor: read from the address, changed by one press, written back into it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.fields.registry import Field, fields_of
from mutua.foundation.filters import FilterError, describe, walk
from mutua.foundation.lists.chips import adding, leaf_from
from mutua.foundation.records.errors import Refused
from mutua.strategy.queries.concealed import unseen_field
from mutua.strategy.queries.membership import parties_matching
from mutua.strategy.rules import predicate
from mutua.strategy.rules.predicate import Part, Tree


@dataclass(frozen=True)
class Row:
    """One line of the editor: how deep it stands, what it says, and the addresses of what can be done with it."""

    place: str
    depth: int
    is_group: bool
    word: str
    negated: bool
    says: str
    is_empty: bool


@dataclass(frozen=True)
class Editing:
    """The predicate as it stands in the editor. changed: a press has just changed it. at: the group that the next condition joins."""

    tree: Tree
    changed: bool
    at: str
    fields: Mapping[str, Field]
    params: Mapping[str, str]

    @property
    def written(self) -> str:
        return json.dumps(self.tree, separators=(",", ":"), ensure_ascii=False)

    @property
    def rows(self) -> list[Row]:
        return list(self._rows(predicate.parts_of(self.tree), 0))

    @property
    def groups(self) -> list[Row]:
        return [row for row in self.rows if row.is_group]

    def address(self, kind: str) -> str:
        return urlencode({"f": self.written, "kind": kind, "at": self.at})

    def adding(self) -> dict[str, Any]:
        """The context of the form that adds a condition."""
        return adding(self.fields, self.params.get("add_field", ""), self.params.get("add_op", ""))

    def _rows(self, part: Part, depth: int) -> Any:
        says = "" if part.word else describe(part.leaf, dict(self.fields))
        yield Row(part.place, depth, bool(part.word), part.word, part.negated, says, not part.parts)
        for inner in part.parts:
            yield from self._rows(inner, depth + 1)


def editing(actor: Actor, params: Any, kind: str, stored: Tree) -> Editing:
    """What the address says, with its press carried out. Raises FilterError, and LookupError for a place that is not there."""
    fields = fields_of(kind, actor)
    tree = predicate.rooted(_read(params["f"]) if params.get("f") else stored)
    place = params.get("place", "")
    at = params.get("at", "")
    match params.get("do", ""):
        case "group":
            changed = predicate.with_part(tree, place, {"any": []})
        case "turn":
            changed = predicate.turned(tree, place)
        case "switch":
            changed = predicate.switched(tree, place)
        case "remove":
            changed, at = predicate.without(tree, place), ""
        case "add" if params.get("add_op") and "editor" not in params:
            changed = predicate.with_part(tree, at, leaf_from(params, fields))
        case _:
            changed = tree
    list(walk(changed))
    if unseen := unseen_field(actor, kind, changed):
        raise FilterError(_("There is no field “%(field)s”.") % {"field": unseen})
    parties_matching(kind, changed)
    return Editing(changed, changed != tree or params.get("do") in ("turn", "switch"), at, fields, params)


def _read(text: str) -> Tree:
    try:
        tree = json.loads(text)
        if not isinstance(tree, dict):
            raise ValueError(text)
        list(walk(tree))
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, FilterError):
            raise
        raise FilterError(_("The predicate in the address is not complete. Go back and try again.")) from None
    return tree


def posted_rule(request: HttpRequest) -> dict[str, Any]:
    """The predicate that a form sent; {}: there is none. Raises Refused where it came incomplete."""
    try:
        tree = json.loads(request.POST.get("predicate") or "{}")
    except (ValueError, RecursionError):
        tree = None
    if not isinstance(tree, dict):
        raise Refused(_("The predicate came incomplete. Nothing was saved. Open the page again."), field="predicate")
    # An empty group at the root is how the editor says that there is no rule.
    return {} if tree == {"all": []} else tree
