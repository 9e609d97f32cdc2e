"""Lists: saved views, filters, chosen columns, keyset pages, bulk acts, export. See README.md."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mutua.foundation.lists.spec import Blank, BulkAct, CellEdit, Column, Done, Earlier, ListSpec, Starter, list_of, register_list

__all__ = ["Blank", "BulkAct", "CellEdit", "Column", "Done", "Earlier", "ListSpec", "Starter", "list_of", "list_page", "register_list"]


def list_page(
    request: HttpRequest, spec: ListSpec, *, template: str = "lists/page.html", extra: dict[str, Any] | None = None
) -> HttpResponseBase:
    """GET shows, exports or gives a fragment; POST keeps a view, edits a cell or acts on the chosen rows."""
    # The page needs tables, and Django loads this package before any table is known.
    from mutua.foundation.lists.page import read_list

    return read_list(request, spec, template, extra or {})
