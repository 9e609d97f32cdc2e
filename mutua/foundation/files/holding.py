"""Which kinds of records have files and whatever else hangs on any record, such as notes; and who therefore sees which of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from mutua.foundation.access import Actor, NotFound, find, visible_to

Subject = tuple[str, int]
OfPeople = Callable[[list[int]], Q]


@dataclass(frozen=True)
class Holder:
    """rows: all living records of this kind. told(record): the records in whose timelines a new file is told of. everything: those in the bin, too.

    of_people(numbers): which of these records are those people's own: what hangs on them is erased with the people.
    """

    kind: str
    rows: Callable[[], QuerySet[Any]]
    everything: Callable[[], QuerySet[Any]]
    told: Callable[[Any], list[Subject]]
    of_people: OfPeople | None = None


_holders: dict[str, Holder] = {}
_hanging: list[type[Any]] = []


def holds_files(
    kind: str, model: type[Any], *, told: Callable[[Any], list[Subject]] | None = None, of_people: OfPeople | None = None
) -> None:
    """Let the records of a kind have files. told: where it is said that a file came; without it, in the record's own timeline."""
    _holders[kind] = Holder(kind, model.objects.all, model.everything.all, told or (lambda record: [(kind, record.pk)]), of_people)


def hangs(model: type[Any]) -> None:
    """Rows of this model hang on records by subject_kind and subject_id: what hangs on a record that is gone for good goes, too."""
    _hanging.append(model)


def hanging() -> list[type[Any]]:
    return list(_hanging)


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
    """A file, or a note, is seen by whoever sees the record on which it hangs."""
    admitted = Q(pk__in=[])
    for holder in _holders.values():
        admitted |= Q(subject_kind=holder.kind, subject_id__in=visible_to(actor, holder.rows()).order_by().values("pk"))
    return admitted
