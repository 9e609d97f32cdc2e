"""Saying better what a note says."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.daybook.models import Note
from mutua.daybook.queries.notes import note_for
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store

FIELDS = ("body",)


@transaction.atomic
def edit_note(actor: Actor, note_id: int, *, version: int | None, body: str) -> Note:
    """The note with other words; those before stay in its history. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    note = locked(note_for(actor, note_id), version)
    require(actor, "daybook.note.edit", note)
    changed = fill(note, {"body": body}, FIELDS)
    if not note.body:
        raise Refused(_("Write what is to be known; nothing was saved."), field="body")
    if changed:
        store(note, update_fields=changed)
    return note
