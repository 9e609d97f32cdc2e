"""Taking a segment's predicate apart and putting it together, as its editor does: nested groups of conditions.

A place is a path of positions from the root, "" for the root and "0.2" for the third part of its first part. "not" stands around a
part and takes no position of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Tree = dict[str, Any]
Word = Literal["all", "any"]


@dataclass(frozen=True)
class Part:
    """One part of a predicate as it is shown. word: "all" or "any" for a group, "" for a condition; leaf: the condition."""

    place: str
    negated: bool
    word: str
    leaf: Tree
    parts: tuple[Part, ...]


def rooted(tree: Tree | None) -> Tree:
    """The tree with a group at its root, so that there is always a place to add to."""
    return tree if tree and _inside(tree)[1].keys() & {"all", "any"} else {"all": [tree] if tree else []}


def parts_of(tree: Tree, place: str = "") -> Part:
    negated, inner = _inside(tree)
    if "field" in inner:
        return Part(place, negated, "", inner, ())
    word = "any" if "any" in inner else "all"
    return Part(place, negated, word, {}, tuple(parts_of(part, f"{place}.{i}".lstrip(".")) for i, part in enumerate(inner[word])))


def with_part(tree: Tree, place: str, part: Tree) -> Tree:
    """A condition or a group more in the group at this place. Raises LookupError where there is no group."""

    def add(group: Tree) -> Tree:
        word, parts = _group(group)
        return {word: [*parts, part]}

    return _changed(tree, place, lambda found: _within(found, add))


def without(tree: Tree, place: str) -> Tree:
    """Without the part at this place; without the root nothing is left."""
    if not place:
        return {"all": []}
    above, _dot, last = place.rpartition(".")

    def drop(group: Tree) -> Tree:
        word, parts = _group(group)
        return {word: [part for i, part in enumerate(parts) if i != int(last)]}

    return _changed(tree, above, lambda found: _within(found, drop))


def turned(tree: Tree, place: str) -> Tree:
    """With the part at this place negated, or no longer."""
    return _changed(tree, place, lambda found: found.get("not", {"not": found}))


def switched(tree: Tree, place: str) -> Tree:
    """With the group at this place joined by the other word."""

    def other(group: Tree) -> Tree:
        word, parts = _group(group)
        return {"any" if word == "all" else "all": parts}

    return _changed(tree, place, lambda found: _within(found, other))


def _inside(tree: Tree) -> tuple[bool, Tree]:
    negated = False
    while "not" in tree:
        negated, tree = not negated, tree["not"]
    return negated, tree


def _group(tree: Tree) -> tuple[str, list[Tree]]:
    if len(tree) != 1 or not tree.keys() <= {"all", "any"}:
        raise LookupError("There is no group at this place.")
    return next(iter(tree.items()))


def _within(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    return {"not": _within(tree["not"], change)} if "not" in tree else change(tree)


def _changed(tree: Tree, place: str, change: Callable[[Tree], Tree]) -> Tree:
    if not place:
        return change(tree)
    first, _dot, rest = place.partition(".")

    def step(group: Tree) -> Tree:
        word, parts = _group(group)
        if not first.isdigit() or int(first) >= len(parts):
            raise LookupError(place)
        return {word: [_changed(part, rest, change) if i == int(first) else part for i, part in enumerate(parts)]}

    return _within(tree, step)
