"""Files as the person who looks may see them."""

from __future__ import annotations

from mutua.foundation.access import Actor, NotFound, find, visible_to
from mutua.foundation.files.holding import holder_named
from mutua.foundation.files.limits import MOST_A_RECORD
from mutua.foundation.files.models import Attachment


def attachment_for(actor: Actor, attachment_id: int) -> Attachment:
    """One living file of a living record that this actor sees. Raises NotFound: for a stranger's as for a number that there is not."""
    found = find(visible_to(actor, Attachment.objects.select_related("content", "owner")), pk=attachment_id)
    # Whoever sees every row would also see the files of what lies in the bin.
    if not holder_named(found.subject_kind).rows().filter(pk=found.subject_id).exists():
        raise NotFound(found.subject_kind)
    return found


def attachments_of(actor: Actor, kind: str, subject_id: int) -> list[Attachment]:
    """The files of a record that the caller has found for this actor, newest first: one query, and bounded as records are."""
    seen = visible_to(actor, Attachment.objects.filter(subject_kind=kind, subject_id=subject_id))
    return list(seen.select_related("content", "owner").order_by("-pk")[:MOST_A_RECORD])
