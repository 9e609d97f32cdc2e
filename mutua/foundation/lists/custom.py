"""Custom fields as columns of a list: hidden until somebody chooses them, with the same order, edit and export as the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.fields.computed import computed_value, expressions
from mutua.foundation.fields.registry import Field
from mutua.foundation.fields.showing import exported, html_of, in_words, typed_text
from mutua.foundation.fields.stored import by_currency
from mutua.foundation.lists.spec import CellEdit, Column, ListSpec

ORDER = "_custom_order"
_UNORDERED = ("multi",)
_NUMERIC = ("number", "money", "date")


def with_custom_columns(spec: ListSpec, fields: Mapping[str, Field]) -> ListSpec:
    """The list with a column for each custom field of its kind. fields: by key."""
    own = [known for known in fields.values() if known.is_custom and known.record_kind == spec.kind and known.key.startswith("custom.")]
    return replace(spec, columns=[*spec.columns, *(_column(spec, known) for known in own)]) if own else spec


def _column(spec: ListSpec, known: Field) -> Column:
    def value(row: Any) -> Any:
        return computed_value(known, vars(row)) if known.computed else row.custom.get(known.path)

    money = known.kind == "money" and known.currency is not None
    edit = _edit(spec.custom_edit, known) if spec.custom_edit is not None and not known.computed else None
    # A cell that is pressed to edit it cannot hold a link that is pressed to open it.
    shown = html_of if edit is None else in_words
    return Column(
        known.key,
        known.label,
        text=lambda row: shown(known, value(row)),
        value=lambda row: exported(known, value(row)),
        sort=ORDER if is_ordered(known) else "",
        order=lambda: order_of(known),
        numeric=known.kind in _NUMERIC,
        hidden=True,
        edit=edit,
        annotate=(lambda rows: rows.annotate(**expressions(known))) if known.computed else None,
        beside=((_("%(field)s, currency") % {"field": known.label}, lambda row: _currency_of(value(row))),) if money else (),
    )


def is_ordered(known: Field) -> bool:
    return known.kind not in _UNORDERED


def order_of(known: Field) -> Any:
    return known.expression() if known.currency is None else by_currency(known.expression(), known.currency())  # type: ignore[arg-type]


def _currency_of(value: Any) -> Any:
    return value.get("currency") if isinstance(value, Mapping) else getattr(value, "currency", None)


def _edit(edit: tuple[str, Any], known: Field) -> CellEdit:
    needs, act = edit

    def save(actor: Actor, record_id: int, version: int | None, text: str) -> None:
        act(actor, record_id, version=version, custom={known.path: text})

    def choices(actor: Actor) -> list[tuple[str, Any]]:
        if known.kind == "bool":
            return [("", "—"), ("true", _("Yes")), ("false", _("No"))]
        return [("", "—"), *(known.choices() if known.choices else ())]

    chosen = known.kind in ("bool", "choice")
    return CellEdit(
        needs,
        save,
        current=lambda row: typed_text(known, row.custom.get(known.path)),
        choices=choices if chosen else None,
        input_type="date" if known.kind == "date" else "text",
    )


def annotated(rows: QuerySet[Any], columns: list[Column]) -> QuerySet[Any]:
    """The rows with what the columns need that no column of the table holds."""
    for column in columns:
        if column.annotate is not None:
            rows = column.annotate(rows)
    return rows


def ordered_by(rows: QuerySet[Any], column: Column) -> QuerySet[Any]:
    """The rows with what `column.sort` names."""
    return rows.annotate(**{column.sort: column.order()}) if column.order is not None and column.sort else rows
