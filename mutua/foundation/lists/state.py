"""The state of a list is its address: search, filter, order, columns, view, place. Nothing is kept in a session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from mutua.foundation.lists.spec import Column, ListSpec

Tree = dict[str, Any]
LONGEST_SEARCH = 200


class BadAddress(ValueError):
    """The address cannot be read; the sentence says which part. Shown as a 400."""


@dataclass(frozen=True)
class ListState:
    """tree: the filter or None. sort: a column key, "-" in front for downwards. after/before: a cursor. own: what the address says itself, beyond its view."""

    tree: Tree | None
    sort: str
    columns: tuple[str, ...]
    search: str
    view: str = ""
    after: str = ""
    before: str = ""
    own: frozenset[str] = frozenset()

    @property
    def is_changed(self) -> bool:
        """The address says more than its view."""
        return bool(self.own)

    def with_tree(self, tree: Tree | None) -> ListState:
        return replace(self, tree=tree, after="", before="", own=self.own | {"f"})

    def with_sort(self, sort: str) -> ListState:
        return replace(self, sort=sort, after="", before="", own=self.own | {"sort"})

    def at(self, *, after: str = "", before: str = "") -> ListState:
        return replace(self, after=after, before=before)

    def query(self, **more: str) -> str:
        """The query string, without the place unless it is set; "" for the list as it comes."""
        said = {
            "view": self.view,
            **({"q": self.search} if "q" in self.own else {}),
            **({"f": written(self.tree)} if "f" in self.own else {}),
            **({"sort": self.sort} if "sort" in self.own else {}),
            **({"cols": ",".join(self.columns)} if "cols" in self.own else {}),
            "after": self.after,
            "before": self.before,
            **more,
        }
        kept = {key: value for key, value in said.items() if value or (key in self.own)}
        return f"?{urlencode(kept)}" if kept else "?"

    def keeping(self) -> dict[str, str]:
        """What a saved view keeps."""
        return {"f": written(self.tree), "sort": self.sort, "cols": ",".join(self.columns), "q": self.search}


def written(tree: Tree | None) -> str:
    return json.dumps(tree, separators=(",", ":"), ensure_ascii=False) if tree else ""


def read_state(spec: ListSpec, params: Mapping[str, str], kept: Mapping[str, Any]) -> ListState:
    """kept: the state of the view that the address names, or nothing. Raises BadAddress."""
    own = frozenset(key for key in ("f", "sort", "cols", "q") if key in params)
    said = {**{key: str(value) for key, value in kept.items()}, **{key: params[key] for key in own}}
    return ListState(
        tree=read_tree(said.get("f", "")),
        sort=_sort(spec, said.get("sort", "") or spec.default_sort, asked="sort" in own),
        columns=_columns(spec, said.get("cols", "")),
        search=said.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").encode(errors="ignore").decode().strip(),
        view=params.get("view", ""),
        after=params.get("after", ""),
        before=params.get("before", ""),
        own=own,
    )


def read_tree(text: str) -> Tree | None:
    if not text:
        return None
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        raise BadAddress(
            _("The filter in the address is not complete. Take it out of the address, or set it again with the button Filter.")
        ) from None
    if not isinstance(tree, dict):
        raise BadAddress(_("The filter in the address is not an object. Set it again with the button Filter."))
    return tree or None


def _sort(spec: ListSpec, wanted: str, *, asked: bool) -> str:
    column = spec.column(wanted.removeprefix("-"))
    if column is None and not asked:
        return spec.default_sort  # the custom field that a kept view is ordered by was retired
    if column is None or not column.sort:
        words = ", ".join(column.key for column in spec.columns if column.sort)
        raise BadAddress(_("This list cannot be ordered by “%(it)s”. It can by: %(words)s.") % {"it": wanted, "words": words})
    return wanted


def _columns(spec: ListSpec, wanted: str) -> tuple[str, ...]:
    chosen = tuple(key for key in dict.fromkeys(wanted.split(",")) if spec.column(key))
    if not chosen:
        return tuple(column.key for column in spec.columns if not column.hidden)
    first = spec.columns[0].key
    # The first column names the row; without it nobody could open one.
    return chosen if first in chosen else (first, *chosen)


def shown_columns(spec: ListSpec, state: ListState) -> list[Column]:
    return [column for key in state.columns if (column := spec.column(key)) is not None]
