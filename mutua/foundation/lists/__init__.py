"""Lists: saved views, filters, chosen columns, keyset pages, bulk acts, export. See README.md."""

from mutua.foundation.lists.page import list_page
from mutua.foundation.lists.spec import Blank, BulkAct, CellEdit, Column, Done, ListSpec, Starter

__all__ = ["Blank", "BulkAct", "CellEdit", "Column", "Done", "ListSpec", "Starter", "list_page"]
