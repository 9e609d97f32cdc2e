"""Who sees and keeps files: whoever sees the record, with these permissions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, sees
from mutua.foundation.files.holding import hangs, held_rows
from mutua.foundation.files.models import Attachment

declare(
    "files.attachment.view", _("See and download files of records"), roles=("manager", "representative", "agent", "marketer", "executive")
)
declare("files.attachment.edit", _("Add, rename and delete files of records"), roles=("manager", "representative", "agent"))

sees(Attachment, held_rows, permission="files.attachment.view")
hangs(Attachment)
