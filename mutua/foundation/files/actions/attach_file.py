"""Hanging a file on a record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.files import store
from mutua.foundation.files.events import FileAdded
from mutua.foundation.files.holding import holder_named, holding_record
from mutua.foundation.files.limits import MOST_A_RECORD, MOST_BYTES
from mutua.foundation.files.models import Attachment, StoredFile
from mutua.foundation.files.rules.names import RUN_BY_OPENING, ending_of, plain_name
from mutua.foundation.files.rules.sniffing import PROGRAM, sniffed
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store as save


@transaction.atomic
def attach_file(actor: Actor, kind: str, subject_id: int, chunks: Iterable[bytes], *, name: str) -> Attachment:
    """The file, on a record that the actor sees. The same file under the same name again is the one that hangs there already.

    Raises NotFound, NotAllowed, Refused; what was refused leaves nothing on disk.
    """
    record = holding_record(actor, kind, subject_id)
    require(actor, "files.attachment.edit", record)
    name = checked_name(name)
    hanging = Attachment.objects.filter(subject_kind=kind, subject_id=subject_id)
    if hanging.count() >= MOST_A_RECORD:
        raise Refused(
            _("A record has at most %(most)s files. Nothing was kept; delete some first.") % {"most": MOST_A_RECORD}, field="file"
        )
    incoming = store.take_in(chunks, MOST_BYTES)
    if incoming is None:
        raise Refused(too_large(), field="file")
    try:
        content = _kept(incoming, ending_of(name))
    finally:
        incoming.path.unlink(missing_ok=True)
    known: Attachment | None = hanging.filter(content=content, name=name).first()
    if known is not None:
        return known

    attachment = Attachment(subject_kind=kind, subject_id=subject_id, content=content, name=name, owner_id=actor.user_id)
    save(attachment)

    told_of = tuple(holder_named(kind).told(record))
    announce(FileAdded(attachment_id=attachment.pk, told_of=told_of, file=name), actor)
    return attachment


def checked_name(sent: str) -> str:
    """A name that can be kept. Raises Refused."""
    name = plain_name(sent)
    if not name:
        raise Refused(_("The file has no name that can be kept. Nothing was changed; give it one."), field="name")
    if (ending := ending_of(name)) in RUN_BY_OPENING:
        raise Refused(
            _("Files that end in .%(ending)s run when they are opened, and are not kept. Nothing was changed.") % {"ending": ending},
            field="name",
        )
    return name


def too_large() -> str:
    return _("The file is larger than %(most)s MB. Nothing was kept; make it smaller or send a link.") % {"most": MOST_BYTES >> 20}


def _kept(incoming: store.Incoming, ending: str) -> StoredFile:
    if not incoming.size:
        raise Refused(_("The file is empty. Nothing was kept."), field="file")
    content_type = sniffed(incoming.head, ending)
    if content_type == PROGRAM:
        raise Refused(_("The file is a program, whatever it is called. Nothing was kept; documents and pictures are."), field="file")
    store.lock_content(incoming.sha256)
    content, _made = StoredFile.objects.get_or_create(
        sha256=incoming.sha256, defaults={"size": incoming.size, "content_type": content_type, "kept_at": days.now()}
    )
    store.put_in_place(incoming)
    return content
