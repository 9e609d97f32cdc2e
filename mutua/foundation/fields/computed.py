"""Formula fields of a kind of record: what they may name, what they are checked against, what they come to on one record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mutua.foundation import days
from mutua.foundation.fields.formula import FormulaError, Node, typed
from mutua.foundation.fields.formula_sql import expression_of
from mutua.foundation.fields.registry import Field, Kind, built_in_fields

_KINDS = {"money": "number", "choice": "text"}


def formula_fields(
    record_kind: str, built_in: Mapping[str, Field], plain: Mapping[str, Field], rows: Mapping[str, Any]
) -> dict[str, Field]:
    """A field for each definition, by name. One that no longer reads, since a column left with an upgrade, is left out."""
    leaves = _leaves(built_in, plain)
    sources = {f"custom.{name}": row.formula for name, row in rows.items()}
    found = {}
    for name, row in rows.items():
        try:
            node = typed(row.formula, _kinds(leaves), sources, own=f"custom.{name}")
        except FormulaError:
            continue
        found[name] = _field(record_kind, name, row.label, node, leaves)
    return found


def check_formulas(record_kind: str, sources: Mapping[str, str], plain: Mapping[str, Field]) -> dict[str, str]:
    """What is wrong with each of these formulas of a kind, by name, mistakes of its own before those in what it names; nothing when all read."""
    kinds = _kinds(_leaves(built_in_fields(record_kind), plain))
    keys = {f"custom.{name}": text for name, text in sources.items()}
    wrong: dict[str, FormulaError] = {}
    for name, text in sources.items():
        try:
            typed(text, kinds, keys, own=f"custom.{name}")
        except FormulaError as problem:
            wrong[name] = problem
    return {name: str(problem) for name, problem in sorted(wrong.items(), key=lambda item: bool(item[1].within))}


def computed_values(record: Any, fields: Mapping[str, Field]) -> list[tuple[Field, Any]]:
    """Each formula field and what it comes to on this record, missing ones left out: one query where there are formulas."""
    computed = {f"formula_{name}": known for name, known in fields.items() if known.computed}
    if not computed:
        return []
    row = type(record)._base_manager.filter(pk=record.pk).values(**{name: known.expression() for name, known in computed.items()}).get()
    return [(known, row[name]) for name, known in computed.items() if row[name] is not None]


def _leaves(built_in: Mapping[str, Field], plain: Mapping[str, Field]) -> dict[str, Field]:
    return {**built_in, **{f"custom.{name}": known for name, known in plain.items()}}


def _kinds(leaves: Mapping[str, Field]) -> dict[str, str]:
    """The kinds that formulas know. What is counted over other records is none: it would count what the looker may not see."""
    return {key: "roll-up" if known.roll_up or known.gathered else _KINDS.get(known.kind, known.kind) for key, known in leaves.items()}


def _field(record_kind: str, name: str, label: str, node: Node, leaves: Mapping[str, Field]) -> Field:
    kind: Kind = node.kind  # type: ignore[assignment]

    def computed() -> Any:
        return expression_of(node, {key: leaves[key].expression() for key in _named(node)}, days.today())

    return Field(record_kind, f"custom.{name}", label, kind, path=name, is_custom=True, gathered=computed, computed=True)


def _named(node: Node) -> set[str]:
    own = {node.value} if node.op == "field" else set()
    return own.union(*(_named(arg) for arg in node.args))
