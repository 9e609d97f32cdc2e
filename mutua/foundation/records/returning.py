"""Old values that can be put back: which kinds of records, by which act of their domain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import Actor, NotFound
from mutua.foundation.records.models import Record


@dataclass(frozen=True)
class OldValues:
    """One kind of record whose history is read field by field.

    find: the record as this actor sees it; raises NotFound. edit: the domain's own act, with the version and the values by name.
    view_needs, edit_needs: the permissions. fields: those that the act takes. page: where the record is shown; without one, its own address.
    """

    key: str
    model: type[Record]
    find: Callable[[Actor, int], Record]
    edit: Callable[..., Record]
    view_needs: str
    edit_needs: str
    fields: tuple[str, ...]
    page: Callable[[Any], str] | None = None

    def home(self, record: Any) -> str:
        return self.page(record) if self.page is not None else str(record.get_absolute_url())


_kinds: dict[str, OldValues] = {}


def old_values(
    key: str,
    model: type[Record],
    *,
    find: Callable[[Actor, int], Any],
    edit: Callable[..., Any],
    view_needs: str,
    edit_needs: str,
    fields: Sequence[str],
    page: Callable[[Any], str] | None = None,
) -> None:
    """Let what stood in these fields of a kind of record be seen field by field and put back."""
    _kinds[key] = OldValues(key, model, find, edit, view_needs, edit_needs, tuple(fields), page)


def old_values_kind(key: str) -> OldValues:
    """Raises NotFound."""
    try:
        return _kinds[key]
    except KeyError:
        raise NotFound(key) from None


def old_values_of(record: Record) -> OldValues | None:
    return next((kind for kind in _kinds.values() if kind.model is type(record)), None)
