"""The heads of a table and the menu of its columns. Drawn in code as the rows are: each page of a list has some twenty of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.safestring import SafeString, mark_safe

from mutua.foundation.lists.rows import css_of
from mutua.foundation.lists.spec import Column
from mutua.foundation.lists.state import ListState
from mutua.foundation.ui.markup import escaped
from mutua.foundation.ui.templatetags.mutua import icon


def heads(columns: Iterable[Column], state: ListState, path: str) -> SafeString:
    """One `th` for each column; a press on one that sorts turns the order. path: the address of the list."""
    return mark_safe("".join(_head(column, state, path) for column in columns))


def column_menu(columns: Iterable[Column], shown: Collection[str]) -> SafeString:
    """A box to tick for each column that can be shown or not."""
    return mark_safe(
        "".join(
            f'<label class="item"><input class="form-check-input" type="checkbox" data-column value="{escaped(column.key)}"'
            f"{' checked' if column.key in shown else ''}>{escaped(column.title)}</label>"
            for column in columns
        )
    )


def _head(column: Column, state: ListState, path: str) -> str:
    css, title = css_of(column), escaped(column.title)
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(state.sort, "")
    if column.sort:
        turned = column.key if order == "descending" else f"-{column.key}"
        first = f"-{column.key}" if column.numeric else column.key
        address = f"{path}{state.with_sort(turned if order else first).query()}"
        arrow = icon(f"arrow-{'up' if order == 'ascending' else 'down'}") if order else ""
        title = f'<a class="sorter" href="{escaped(address)}">{title}{arrow}</a>'
    attributes = (f' class="{css}"' if css else "") + (f' aria-sort="{order}"' if order else "")
    return f'<th scope="col"{attributes}>{title}</th>'
