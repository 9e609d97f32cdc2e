"""Which computed fields name which others, across kinds of records, and where that goes in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mutua.foundation.fields.formula import FormulaError, Node, parse
from mutua.foundation.fields.registry import built_in_field, relations_of, ways_from

if TYPE_CHECKING:
    from mutua.foundation.fields.models import CustomField

Name = tuple[str, str]  # kind of record, name of the custom field
Rows = Mapping[str, Sequence["CustomField"]]


def named_by(row: CustomField, rows: Rows) -> set[Name]:
    """The custom fields that a definition names itself."""
    if row.kind == "formula":
        return {found for key in keys_in(row.formula) for found in _custom(row.record_kind, key, rows, bare=True)}
    relation = relations_of(row.record_kind).get(row.relation) if row.kind == "rollup" else None
    if relation is None:
        return set()
    keys = {row.of, *_fields_of_tree(row.condition)}
    return {found for key in keys for found in _custom(relation.to, key, rows)}


def keys_in(formula: str) -> set[str]:
    """The fields that a formula names, as it names them; none where it cannot be read."""
    try:
        return _fields_in(parse(formula))
    except FormulaError:
        return set()


def dependencies(rows: Rows) -> dict[Name, list[Name]]:
    """What each computed field names."""
    return {(kind, row.name): sorted(named_by(row, rows)) for kind, own in rows.items() for row in own if row.is_computed}


def circles(ways: Mapping[Name, Sequence[Name]]) -> dict[Name, list[Name]]:
    """Each computed field that leads back to itself, and the way it goes: itself first and last."""
    return {start: around for start in ways if (around := _way_back(start, ways))}


def reached_from(start: Name, ways: Mapping[Name, Sequence[Name]]) -> set[Name]:
    """Everything that a field names, directly or through others."""
    found: set[Name] = set()
    waiting = [*ways.get(start, ())]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += ways.get(here, ())
    return found


def path_in_words(around: Sequence[Name]) -> str:
    """margin → cost → margin, with the kind of record wherever it is another one than before."""
    kinds = {kind for kind, _name in around}
    return " → ".join(name if len(kinds) == 1 else f"{kind}.{name}" for kind, name in around)


def _way_back(start: Name, ways: Mapping[Name, Sequence[Name]]) -> list[Name]:
    """The shortest way from a field back to it."""
    reached: dict[Name, list[Name]] = {start: [start]}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for beyond in ways.get(here, ()):
            if beyond == start:
                return [*reached[here], start]
            if beyond not in reached:
                reached[beyond] = [*reached[here], beyond]
                waiting.append(beyond)
    return []


def _custom(record_kind: str, key: str, rows: Rows, *, bare: bool = False, hops: int = 4) -> Iterator[Name]:
    """The custom field that a key leads to, if it is one. bare: a name without its prefix may mean one."""
    if built_in_field(record_kind, key) is not None or not hops:
        return
    first, _dot, rest = key.partition(".")
    name = rest if first == "custom" else key if bare else ""
    if any(row.name == name for row in rows.get(record_kind, ())):
        yield record_kind, name
    elif rest and first in ways_from(record_kind):
        yield from _custom(ways_from(record_kind)[first].to, rest, rows, bare=bare, hops=hops - 1)


def _fields_in(node: Node) -> set[str]:
    own = {str(node.value)} if node.op == "field" else set()
    return own.union(*(_fields_in(arg) for arg in node.args))


def _fields_of_tree(tree: Any) -> set[str]:
    """The keys in a filter, whatever its shape."""
    if isinstance(tree, list):
        return {key for branch in tree for key in _fields_of_tree(branch)}
    if not isinstance(tree, dict):
        return set()
    if "field" in tree:
        return {str(tree["field"])}
    return {key for branch in tree.values() for key in _fields_of_tree(branch)}
