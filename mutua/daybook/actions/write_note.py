"""Writing a note on a record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.daybook.events import NoteWritten
from mutua.daybook.models import Note
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.files.holding import holding_record
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store

MOST_A_RECORD = 1000


@transaction.atomic
def write_note(actor: Actor, kind: str, subject_id: int, *, body: str) -> Note:
    """A new note, on a record that the actor sees. Raises NotFound, NotAllowed, Refused."""
    record = holding_record(actor, kind, subject_id)
    require(actor, "daybook.note.edit", record)
    if not body.strip():
        raise Refused(_("Write what is to be known; nothing was saved."), field="body")
    if Note.objects.filter(subject_kind=kind, subject_id=subject_id)[MOST_A_RECORD - 1 :].exists():
        raise Refused(
            _("A record has at most %(most)s notes. Nothing was saved; put some into the bin first.") % {"most": MOST_A_RECORD},
            field="body",
        )

    note = Note(subject_kind=kind, subject_id=subject_id, account_id=account_of(kind, record), owner_id=actor.user_id, body=body.strip())
    store(note)

    announce(NoteWritten(note_id=note.pk, subject_kind=kind, subject_id=subject_id), actor)
    return note


def account_of(kind: str, record: Any) -> int | None:
    """The account to which a record belongs; None where it belongs to none."""
    number: int | None = record.pk if kind == "account" else getattr(record, "account_id", None)
    return number
