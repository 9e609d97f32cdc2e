"""Computed fields of a kind of record: formulas and roll-ups, what they may name, and what they come to on one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.fields.circles import Name, keys_in, path_in_words, reached_from
from mutua.foundation.fields.formula import AMOUNT, CURRENCY, MOST_PARTS, FormulaError, Node, typed
from mutua.foundation.fields.formula_sql import expression_of
from mutua.foundation.fields.registry import Field, Kind, built_in_fields, ways_from
from mutua.foundation.fields.rollups import RollUpError, read_roll_up, roll_up_field
from mutua.foundation.money import Money

if TYPE_CHECKING:
    from mutua.foundation.fields.known import Known
    from mutua.foundation.fields.models import CustomField

MOST_STEPS = 3  # from a deal to its account, from there to the one above it, and to its owner
_KINDS = {"money": "number", "choice": "text", "url": "text"}


def computed_field(known: Known, row: CustomField) -> Field | None:
    """The field that a definition makes. None where it no longer reads, since a column left with an upgrade, or goes in a circle."""
    if (row.record_kind, row.name) in known.circles:
        return None
    try:
        if row.kind == "rollup":
            return roll_up_field(row, read_roll_up(known, row))
        named = reached_from((row.record_kind, row.name), known.dependencies)
        node, leaves = _read(known, row, {name for kind, name in named if kind == row.record_kind})
    except (FormulaError, RollUpError):
        return None
    return _field(row.record_kind, row.name, row.label, node, leaves)


def read_formula(known: Known, row: CustomField) -> Node:
    """The formula as a typed tree. Raises FormulaError."""
    return _read(known, row, {one.name for one in known.rows.get(row.record_kind, ())})[0]


def _read(known: Known, row: CustomField, names: set[str]) -> tuple[Node, dict[str, Field]]:
    """The typed tree, and what it may name. names: the custom fields of the kind that it may lead to. Raises FormulaError."""
    sources = _sources(known, row.record_kind)
    texts = [row.formula, *(text for key, text in sources.items() if key.removeprefix("custom.") in names)]
    leaves = {**_beyond(known, row.record_kind, texts), **_leaves(known, row.record_kind, names)}
    node = typed(row.formula, kinds_of(leaves), sources, own=f"custom.{row.name}", beyond=_names_beyond(known, row.record_kind))
    _check_size(node, leaves)
    return node, leaves


def _beyond(known: Known, record_kind: str, texts: Iterable[str]) -> dict[str, Field]:
    """What these formulas name of the records that one of the kind names, made only where it is named."""
    keys = {key for text in texts for key in keys_in(text) if "." in key}
    found = {key: known.one_step(record_kind, key) for key in keys}
    return {key: field for key, field in found.items() if field is not None}


def _names_beyond(known: Known, record_kind: str) -> list[str]:
    return [
        f"{way.key}.{key}"
        for way in ways_from(record_kind).values()
        for key in (way.only or [*built_in_fields(way.to), *(row.name for row in known.rows.get(way.to, ()))])
    ]


def _check_size(node: Node, leaves: Mapping[str, Field]) -> None:
    """What is named of other records is part of the question, too: nothing grows by being asked through them."""
    named = [leaves[key] for key in _of_leaves(node)]
    if _size(node) + sum(field.parts for field in named) > MOST_PARTS:
        raise FormulaError(_("The formula, with those that it names, has more than %(n)s parts.") % {"n": MOST_PARTS})
    if any(field.steps > MOST_STEPS for field in named):
        raise FormulaError(_("The formula, with those that it names, goes over more than %(n)s records.") % {"n": MOST_STEPS})


def problems(known: Known) -> dict[Name, tuple[str, str]]:
    """What is wrong with the definitions that Known reads: a sentence, and the part of the form that is to blame.

    Those whose own text is to blame stand before those that name them.
    """
    wrong: dict[Name, FormulaError | RollUpError] = {}
    for kind, rows in known.rows.items():
        for row in rows:
            try:
                if (kind, row.name) in known.circles:
                    raise RollUpError(
                        _("A field cannot go in a circle: %(circle)s.") % {"circle": path_in_words(known.circles[kind, row.name])},
                        "formula" if row.kind == "formula" else "of",
                    )
                if row.kind == "formula":
                    read_formula(known, row)
                if row.kind == "rollup":
                    read_roll_up(known, row)
            except (FormulaError, RollUpError) as problem:
                wrong[kind, row.name] = problem
    ordered = sorted(wrong.items(), key=lambda item: bool(getattr(item[1], "within", "")))
    return {name: (str(problem), getattr(problem, "field", "formula")) for name, problem in ordered}


def computed_values(record: Any, fields: Mapping[str, Field]) -> list[tuple[Field, Any]]:
    """Each computed field and what it comes to on this record, missing ones left out: one query where there are any. Money is a Money."""
    return computed_of([record], fields).get(record.pk, [])


def computed_of(records: Sequence[Any], fields: Mapping[str, Field]) -> dict[int, list[tuple[Field, Any]]]:
    """The same of several records of one kind, by their numbers: one query for all."""
    computed = [known for known in fields.values() if known.computed]
    if not computed or not records:
        return {}
    rows = type(records[0])._base_manager.filter(pk__in=[record.pk for record in records])
    asked = {name: expression for known in computed for name, expression in expressions(known).items()}
    found = {}
    for row in rows.values("pk", **asked):
        values = [(known, computed_value(known, row)) for known in computed]
        found[row["pk"]] = [(known, value) for known, value in values if value is not None]
    return found


def expressions(known: Field) -> dict[str, Any]:
    """What a query has to be annotated with for `computed_value`, by name."""
    name = known.path
    said = {f"computed_{name}": known.expression()}
    return said if known.currency is None else {**said, f"computed_{name}_in": known.currency()}


def computed_value(known: Field, row: Mapping[str, Any]) -> Any:
    value = row[f"computed_{known.path}"]
    if value is None or known.currency is None:
        return value
    return Money(value, row[f"computed_{known.path}_in"])


def kinds_of(leaves: Mapping[str, Field]) -> dict[str, str]:
    """The kinds that formulas know, by key. What a domain counts over other records is none: it counts what the looker may not see."""
    kinds: dict[str, str] = {}
    for key, known in leaves.items():
        if (known.roll_up or known.gathered) and not known.is_custom:
            kinds[key] = "roll-up"
        elif known.mixed:
            kinds |= {key: "money", f"{key}{AMOUNT}": "number", f"{key}{CURRENCY}": "text"}
        else:
            kinds[key] = _KINDS.get(known.kind, known.kind)
    return kinds


def _leaves(known: Known, record_kind: str, names: set[str]) -> dict[str, Field]:
    """What a formula of the kind may name, but for other formulas: built-in columns, stored values, and those of these names that are roll-ups."""
    rows = [row for row in known.rows.get(record_kind, ()) if not row.is_computed or (row.kind == "rollup" and row.name in names)]
    custom = {row.name: known.custom_field(record_kind, row.name) for row in rows}
    return {**built_in_fields(record_kind), **{f"custom.{name}": field for name, field in custom.items() if field is not None}}


def _sources(known: Known, record_kind: str) -> dict[str, str]:
    return {f"custom.{row.name}": row.formula for row in known.rows.get(record_kind, ()) if row.kind == "formula"}


def _field(record_kind: str, name: str, label: str, node: Node, leaves: Mapping[str, Field]) -> Field:
    kind: Kind = node.kind  # type: ignore[assignment]

    def computed() -> Any:
        return expression_of(node, {key: _leaf(leaves, key) for key in set(_named(node))}, days.today())

    return Field(
        record_kind,
        f"custom.{name}",
        label,
        kind,
        path=name,
        is_custom=True,
        gathered=computed,
        computed=True,
        uses=_uses(record_kind, node, leaves),
        parts=_size(node) + sum(leaves[key].parts for key in _of_leaves(node)),
        steps=max((leaves[key].steps for key in _of_leaves(node)), default=0),
    )


def _uses(record_kind: str, node: Node, leaves: Mapping[str, Field]) -> frozenset[str]:
    named = set(_of_leaves(node))
    return frozenset({f"{record_kind}.{key}" for key in named}).union(*(leaves[key].uses for key in named if key in leaves))


def _leaf(leaves: Mapping[str, Field], key: str) -> Any:
    if key.endswith(CURRENCY):
        currency = leaves[key.removesuffix(CURRENCY)].currency
        return currency() if currency is not None else None
    return leaves[key.removesuffix(AMOUNT)].expression()


def _named(node: Node) -> list[str]:
    """The keys of the leaves, as often as they are named."""
    return [str(node.value)] if node.op == "field" else [key for arg in node.args for key in _named(arg)]


def _of_leaves(node: Node) -> list[str]:
    """The same; of an amount and its currency, the field."""
    return [key.removesuffix(CURRENCY).removesuffix(AMOUNT) for key in _named(node)]


def _size(node: Node) -> int:
    return 1 + sum(map(_size, node.args))
