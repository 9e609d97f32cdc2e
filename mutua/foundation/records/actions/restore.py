"""Restoring: out of the bin, as it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.bin import bin_kind_of
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.models import Record
from mutua.foundation.records.queries.bin import deleted_records
from mutua.foundation.records.saving import store

R = TypeVar("R", bound=Record)


@transaction.atomic
def restore(actor: Actor, record: R) -> R:
    """The living record. Twice is once. Refused when a living record has taken its place, for example its unique number."""
    kind = bin_kind_of(record)
    require(actor, kind.permission, record)
    record = locked(record, None)
    if record.deleted_at is None:
        return record

    record.deleted_at = None
    try:
        store(record, update_fields=["deleted_at"])
    except Refused as refusal:
        raise Refused(_("This cannot be restored as it is: %(why)s It stays in the bin.") % {"why": refusal}) from refusal

    if kind.restored:
        kind.restored(actor, record)
    return record


@transaction.atomic
def restore_many(actor: Actor, records: Iterable[R]) -> list[R]:
    """All of them or none."""
    return [restore(actor, record) for record in records]


@transaction.atomic
def restore_chosen(actor: Actor, model: type[Record], ids: Iterable[int], since: datetime) -> int:
    """Those of the records that went into the bin since then come back; how many. All or none."""
    return len(restore_many(actor, deleted_records(actor, bin_kind_of(model())).filter(pk__in=list(ids), deleted_at__gte=since)))
