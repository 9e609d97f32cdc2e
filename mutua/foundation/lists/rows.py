"""From records to cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from mutua.foundation.access import may
from mutua.foundation.lists.spec import Column, ListSpec


@dataclass(frozen=True)
class Cell:
    html: SafeString
    css: str
    edit: str  # the column's key when this actor may edit it here


@dataclass(frozen=True)
class Row:
    """One row as it is shown. name: what it is called, for labels of its controls."""

    pk: Any
    name: str
    url: str
    version: int | None
    cells: list[Cell]


def read_rows(request: HttpRequest, spec: ListSpec, records: list[Any], columns: list[Column]) -> list[Row]:
    actor = request.actor  # type: ignore[attr-defined]
    if spec.prepare is not None and records:
        spec.prepare(actor, records)
    painters = [(_painter(request, column), css_of(column), _editable(actor, column)) for column in columns]
    return [_row(spec, record, [Cell(paint(record), css, edit) for paint, css, edit in painters]) for record in records]


def _row(spec: ListSpec, record: Any, cells: list[Cell]) -> Row:
    # A first cell that is a link already is not put into another one.
    url = spec.link(record) if spec.link and "<a " not in cells[0].html else ""
    return Row(record.pk, str(spec.columns[0].plain(record)), url, getattr(record, "version", None), cells)


def css_of(column: Column) -> str:
    return " ".join(part for part in ("num" if column.numeric else "", "" if column.phone else "wide-only", column.css) if part)


def _editable(actor: Any, column: Column) -> str:
    return column.key if column.edit is not None and may(actor, column.edit.needs) else ""


def _painter(request: HttpRequest, column: Column) -> Any:
    if not column.template:
        said = column.text or column.plain
        return lambda record: conditional_escape(_shown(said(record)))
    template = get_template(column.template)
    # A list draws hundreds of cells: without the request no context processor runs for each of them.
    given = {"request": request, "actor": request.actor}  # type: ignore[attr-defined]
    return lambda record: mark_safe(template.render({"row": record, **given}))


def _shown(value: Any) -> Any:
    return "" if value is None else value
