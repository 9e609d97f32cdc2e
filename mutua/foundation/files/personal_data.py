"""Names of files are about people, and so is what is in them: it is found by the record on which the file hangs."""

from __future__ import annotations

from mutua.foundation.files.models import Attachment, StoredFile
from mutua.foundation.privacy import nothing_personal, personal

personal(Attachment, fields=["name"])
# A row says how long a content is and what kind; the content itself goes with the last attachment.
nothing_personal(StoredFile)
