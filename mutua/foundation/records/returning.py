"""Old values that are read and can be put back: which kinds of records, by which act of their domain; and of which none is put back, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mutua.foundation.access import Actor, NotFound
from mutua.foundation.records.models import Record

Words = Callable[[Actor, Any, Any], str]  # who looks, the record, the value


def _nothing(record: Any) -> str:
    return ""


@dataclass(frozen=True)
class OldValues:
    """One kind of record whose history is read field by field.

    find: the record as this actor sees it; raises NotFound. edit: the domain's own act, with the version and the values by name.
    view_needs, edit_needs: the permissions. fields: those that the act takes. page: where the record is shown; without one, its own address.
    stays: why nothing is put back into this record as it is now, as a sentence; "" where something is.
    words: of a field whose value says little as it is stored, how it is told to this actor.
    """

    key: str
    model: type[Record]
    find: Callable[[Actor, int], Record]
    edit: Callable[..., Record]
    view_needs: str
    edit_needs: str
    fields: tuple[str, ...]
    page: Callable[[Any], str] | None = None
    stays: Callable[[Any], Any] = _nothing
    words: Mapping[str, Words] = field(default_factory=dict)

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
    stays: Callable[[Any], Any] = _nothing,
    words: Mapping[str, Words] | None = None,
) -> None:
    """Let what stood in these fields of a kind of record be seen field by field and put back."""
    _kinds[key] = OldValues(key, model, find, edit, view_needs, edit_needs, tuple(fields), page, stays, words or {})


def old_values_read(key: str, model: type[Record], *, find: Callable[[Actor, int], Any], view_needs: str, stays: Any) -> None:
    """Let what stood in a kind of record be seen field by field. stays: why nothing of it is put back, as a sentence."""
    _kinds[key] = OldValues(key, model, find, _never, view_needs, view_needs, (), None, lambda record: stays)


def _never(*args: Any, **values: Any) -> Any:
    raise LookupError("What another system owns is put back there.")


def old_values_kind(key: str) -> OldValues:
    """Raises NotFound."""
    try:
        return _kinds[key]
    except KeyError:
        raise NotFound(key) from None


def old_values_of(record: Record) -> OldValues | None:
    return next((kind for kind in _kinds.values() if kind.model is type(record)), None)


def home_of(record: Any) -> str:
    """The page on which a record is shown."""
    kind = old_values_of(record)
    return kind.home(record) if kind is not None else str(record.get_absolute_url())
