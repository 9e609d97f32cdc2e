"""Files have a bin, of which they come out by Undo; on the page of the bin stands the record, not each of its files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.files.events import FileRemoved
from mutua.foundation.files.holding import holder_named, holding_record
from mutua.foundation.files.models import Attachment
from mutua.foundation.records.bin import binned
from mutua.foundation.timeline.models import TimelineEntry


def _removed(actor: Actor, attachment: Any) -> None:
    record = holding_record(actor, attachment.subject_kind, attachment.subject_id)
    told_of = tuple(holder_named(attachment.subject_kind).told(record))
    announce(FileRemoved(attachment_id=attachment.pk, told_of=told_of, file=attachment.name), actor)


def _restored(actor: Actor, attachment: Any) -> None:
    """Its removal is no longer told: it is as if it had never been."""
    record = holding_record(actor, attachment.subject_kind, attachment.subject_id)
    for kind, number in holder_named(attachment.subject_kind).told(record):
        lines = TimelineEntry.objects.filter(subject_kind=kind, subject_id=number, noun="files.attachment", sentence=FileRemoved.name)
        lines.filter(event__payload__attachment_id=attachment.pk).delete()


binned("attachment", Attachment, title=_("Files"), permission="files.attachment.edit", deleted=_removed, restored=_restored, whole=False)
