"""Notes on records, as the person who looks may see them: whoever sees the record sees its notes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from mutua.customers.models import Account
from mutua.daybook.models import Note
from mutua.foundation.access import Actor, NotFound, find, may, visible_to
from mutua.foundation.files.holding import holder_named, holding_record
from mutua.foundation.lists.paging import Page, read_page

SHOWN = 20
OF_ACCOUNT = 8


def notes_seen(actor: Actor) -> QuerySet[Note]:
    return visible_to(actor, Note.objects.all())


def note_for(actor: Actor, note_id: int) -> Note:
    """One living note of a living record that this actor sees. Raises NotFound: for a stranger's as for a number that there is not."""
    found = find(notes_seen(actor).select_related("owner"), pk=note_id)
    # Whoever sees every row would also see the notes of what lies in the bin.
    if not holder_named(found.subject_kind).rows().filter(pk=found.subject_id).exists():
        raise NotFound(found.subject_kind)
    return found


def notes_on(actor: Actor, kind: str, subject_id: int, *, after: str = "", size: int = SHOWN) -> Page:
    """The notes on one record, the newest first, a page at a time. Raises NotFound for a record that this actor does not see; BadAddress."""
    record = holding_record(actor, kind, subject_id)
    there = Note.objects.filter(subject_kind=kind, subject_id=record.pk) if may(actor, "daybook.note.view") else Note.objects.none()
    return read_page(there.select_related("owner"), "pk", down=True, size=size, after=after, named="id")


def notes_around(actor: Actor, account: Account) -> list[Note]:
    """The last notes on an account and on all that belongs to it, as far as the actor sees that; one more than is shown."""
    return list(notes_seen(actor).filter(account=account).select_related("owner").order_by("-pk")[: OF_ACCOUNT + 1])


def subject_of(note: Note) -> Any:
    """The record on which a note that the actor sees was written; None where it lies in the bin."""
    return holder_named(note.subject_kind).rows().filter(pk=note.subject_id).first()
