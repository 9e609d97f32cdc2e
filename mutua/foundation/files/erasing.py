"""The contents of an erased person's files go at once, and not only at night."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mutua.foundation.files.actions.sweep_files import sweep_unnamed
from mutua.foundation.files.models import Attachment
from mutua.foundation.privacy.subject import Files, keeps_files


def _find(words: Sequence[str], people: Sequence[int]) -> list[str]:
    return list(Attachment.everything.filter(subject_kind="person", subject_id__in=people).order_by("pk").values_list("name", flat=True))


def _remove(words: Sequence[str], people: Sequence[int]) -> int:
    """The rows go with everything that belongs to the person; after the commit nothing names these contents any more."""
    transaction.on_commit(sweep_unnamed)
    return 0


keeps_files(Files(title=_("Files of the person"), find=_find, remove=_remove))
