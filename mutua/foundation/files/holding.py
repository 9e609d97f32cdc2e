"""Which kinds of records have files, and who therefore sees which file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from mutua.foundation.access import Actor, NotFound, find, visible_to

Subject = tuple[str, int]


@dataclass(frozen=True)
class Holder:
    """rows: all living records of this kind. told(record): the records in whose timelines a new file is told of. everything: those in the bin, too."""

    kind: str
    rows: Callable[[], QuerySet[Any]]
    everything: Callable[[], QuerySet[Any]]
    told: Callable[[Any], list[Subject]]


_holders: dict[str, Holder] = {}


def holds_files(kind: str, model: type[Any], *, told: Callable[[Any], list[Subject]] | None = None) -> None:
    """Let the records of a kind have files. told: where it is said that a file came; without it, in the record's own timeline."""
    _holders[kind] = Holder(kind, model.objects.all, model.everything.all, told or (lambda record: [(kind, record.pk)]))


def holders() -> list[Holder]:
    return list(_holders.values())


def holder_named(kind: str) -> Holder:
    """Raises NotFound for a kind that has no files."""
    try:
        return _holders[kind]
    except KeyError:
        raise NotFound(kind) from None


def holding_record(actor: Actor, kind: str, subject_id: int) -> Any:
    """The living record on which files hang, if this actor may see it. Raises NotFound."""
    return find(visible_to(actor, holder_named(kind).rows()), pk=subject_id)


def held_rows(actor: Actor, model: type[Model]) -> Q:
    """A file is seen by whoever sees the record on which it hangs."""
    admitted = Q(pk__in=[])
    for holder in _holders.values():
        admitted |= Q(subject_kind=holder.kind, subject_id__in=visible_to(actor, holder.rows()).order_by().values("pk"))
    return admitted
