"""From records to table rows. A page draws hundreds of cells, so the frame around them is put together here and not by a template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mutua.foundation.access import may
from mutua.foundation.lists.spec import Column, ListSpec
from mutua.foundation.ui.markup import escaped

Paint = Callable[[Any], str]


class _Words(NamedTuple):
    """What the controls of a row say, looked up once for all rows. select: "" where nothing can be selected."""

    select: str
    change: str


@dataclass(frozen=True)
class Row:
    """One row as it is shown. name: what it is called, for the labels of its controls; html: the whole `tr`."""

    pk: Any
    name: str
    html: SafeString


def read_rows(request: HttpRequest, spec: ListSpec, records: list[Any], columns: list[Column], *, selectable: bool) -> list[Row]:
    actor = request.actor
    if spec.prepare is not None and records:
        spec.prepare(actor, records)
    cells = [(_painter(request, column), css_of(column), _editable(actor, column)) for column in columns]
    words = _Words(_("Select %(name)s") if selectable else "", _("Change: %(name)s"))
    return [_row(spec, record, cells, words) for record in records]


def body_of(rows: list[Row]) -> SafeString:
    """All rows one below the other."""
    return mark_safe("\n  ".join(row.html for row in rows))


def read_cell(request: HttpRequest, spec: ListSpec, record: Any, column: Column) -> SafeString:
    """One cell again, after it was edited in place."""
    if spec.prepare is not None:
        spec.prepare(request.actor, [record])
    shown = _painter(request, column)(record)
    name = str(spec.columns[0].plain(record))
    return mark_safe(
        _cell(shown, css_of(column), _editable(request.actor, column), record.pk, escaped(_("Change: %(name)s") % {"name": name}))
    )


def css_of(column: Column) -> str:
    return " ".join(part for part in ("num" if column.numeric else "", "" if column.phone else "wide-only", column.css) if part)


def _row(spec: ListSpec, record: Any, cells: list[tuple[Paint, str, str]], words: _Words) -> Row:
    name, pk = str(spec.columns[0].plain(record)), record.pk
    change = escaped(words.change % {"name": name})
    shown = [(paint(record), css, edit) for paint, css, edit in cells]
    first, css, _edit = shown[0]
    # A first cell that is a link already is not put into another one.
    if spec.link is not None and "<a " not in first:
        first = f'<a class="name" href="{escaped(spec.link(record))}">{first}</a>'
    parts = [
        f'<tr data-row id="row-{pk}">',
        _box(pk, escaped(words.select % {"name": name})) if words.select else "",
        f'<td class="{css}">{first}</td>',
        *(_cell(html, css, edit, pk, change) for html, css, edit in shown[1:]),
        "</tr>",
    ]
    return Row(pk, name, mark_safe("".join(parts)))


def _box(pk: Any, says: str) -> str:
    return f'<td class="c-check"><input class="form-check-input" type="checkbox" name="ids" value="{pk}" form="chosen" data-select aria-label="{says}"></td>'


def _cell(html: str, css: str, edit: str, pk: Any, says: str) -> str:
    """html, css and edit are the code's own; says: the name of the control, escaped."""
    if not edit:
        return f'<td class="{css}">{html}</td>'
    return (
        f'<td class="{css} c-edit"><button class="cell-open" type="button" hx-get="?cell={edit}&amp;row={pk}" hx-target="closest td"'
        f' hx-swap="outerHTML" aria-label="{says}"><span>{html}</span></button></td>'
    )


def _editable(actor: Any, column: Column) -> str:
    return column.key if column.edit is not None and may(actor, column.edit.needs) else ""


def _painter(request: HttpRequest, column: Column) -> Paint:
    if not column.template:
        said = column.text or column.plain
        return lambda record: "" if (value := said(record)) is None else escaped(value)
    # One context for all rows, and the engine's own template: no context processor runs for each cell.
    template = get_template(column.template).template
    context = Context({"request": request, "actor": request.actor})

    def paint(record: Any) -> str:
        with context.push(row=record):
            return str(template.render(context)).strip()

    return paint
