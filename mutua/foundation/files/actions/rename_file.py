"""Calling a file something else."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.files.actions.attach_file import checked_name
from mutua.foundation.files.models import Attachment
from mutua.foundation.files.queries.attachments import attachment_for
from mutua.foundation.files.rules.names import ending_of
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store


@transaction.atomic
def rename_file(actor: Actor, attachment_id: int, *, version: int | None, name: str) -> Attachment:
    """The file under another name; its ending stays, for it says what opens it. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    attachment = locked(attachment_for(actor, attachment_id), version)
    require(actor, "files.attachment.edit", attachment)
    name, ending = checked_name(name), ending_of(attachment.name)
    if ending and ending_of(name) != ending:
        name = checked_name(f"{name}.{ending}")
    if ending and ending_of(name) != ending:
        raise Refused(_("The name is too long. Nothing was changed; make it shorter."), field="name")
    if name == attachment.name:
        return attachment

    attachment.name = name
    store(attachment, update_fields=["name"])
    return attachment
