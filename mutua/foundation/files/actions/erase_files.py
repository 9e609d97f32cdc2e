"""Erasing the files of a record for good, as the erasure of a person asks for."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.files.actions.sweep_files import remove_unnamed
from mutua.foundation.files.models import Attachment
from mutua.foundation.records.queries.history import forget_history


@transaction.atomic
def erase_files_of(actor: Actor, kind: str, subject_id: int, *, needs: str) -> int:
    """Files, those in the bin too, their history, and contents that nothing else names. needs: the permission of the erasure. Returns how many files."""
    require(actor, needs)
    its = Attachment.everything.filter(subject_kind=kind, subject_id=subject_id)
    numbers, contents = list(its.values_list("pk", flat=True)), set(its.values_list("content__sha256", flat=True))
    its.delete()
    forget_history(Attachment, numbers)
    for sha256 in sorted(contents):
        transaction.on_commit(lambda sha256=sha256: remove_unnamed(sha256))  # type: ignore[misc]
    return len(numbers)
