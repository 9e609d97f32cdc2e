"""Deleting: into the bin, from where it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.bin import bin_kind_of
from mutua.foundation.records.locking import locked
from mutua.foundation.records.models import Record

R = TypeVar("R", bound=Record)


@transaction.atomic
def soft_delete(actor: Actor, record: R, version: int | None, *, at: datetime | None = None) -> R:
    """The record, now in the bin; nothing that hangs on it is touched. Twice is once. Raises NotAllowed, StaleVersion.

    at: the moment, when several go together: they come back together by it.
    """
    kind = bin_kind_of(record)
    require(actor, kind.permission, record)
    record = locked(record, version)
    if record.deleted_at is not None:
        return record

    record.deleted_at = at or days.now()
    record.save(update_fields=["deleted_at"])

    if kind.deleted:
        kind.deleted(actor, record)
    return record
