"""Emptying the bin: what has lain there for thirty days goes for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError
from django.db.models.deletion import Collector

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.bin import KEPT_DAYS, BinKind, bin_kinds
from mutua.foundation.records.events import BinEmptied
from mutua.foundation.records.ledgers import opened_ledgers
from mutua.foundation.records.models import Record
from mutua.foundation.records.queries.history import forget_history

BATCH = 50


@transaction.atomic
def empty_bin(actor: Actor, kind: BinKind, after: int = 0) -> tuple[int, int | None]:
    """Delete one batch of this kind for good; how many went, and after which number to go on (None: that was all).

    What hangs on a record goes with it, and so does its history. It stays, hidden, while something else that has a bin of its own and
    is not due would be swept away with it, or while a relation protects it: the next day asks again. Raises NotAllowed.
    """
    require(actor, "records.bin.empty")
    due = days.now() - timedelta(days=KEPT_DAYS)
    lying = kind.model.everything.filter(deleted_at__lt=due, pk__gt=after).order_by("pk")
    batch = list(lying.select_for_update(of=("self",), skip_locked=True)[:BATCH])

    last = batch[-1].pk if len(batch) == BATCH else None
    gone = [number for number, record in [(record.pk, record) for record in batch] if _is_gone(record, due)]
    forget_history(kind.model, gone)

    if gone:
        announce(BinEmptied(kind=kind.key, records=len(gone)), actor=actor)
    return len(gone), last


def _is_gone(record: Record, due: datetime) -> bool:
    # A key was deleted already when it hung on a record before it in this batch.
    swept = Collector(using="default", origin=record)
    try:
        swept.collect([record])
    except (ProtectedError, RestrictedError):
        return False
    if _others_with_a_bin(swept, record, due):
        return False
    with opened_ledgers():
        swept.delete()
    return True


def _others_with_a_bin(swept: Collector, record: Record, due: datetime) -> bool:
    models = {kind.model for kind in bin_kinds() if kind.whole}
    found = [one for model in models & set(swept.data) for one in swept.data[model] if one != record]
    if any(one.deleted_at is None or one.deleted_at >= due for one in found):
        return True
    not_due = Q(deleted_at=None) | Q(deleted_at__gte=due)
    return any(rows.model in models and rows.filter(not_due).exists() for rows in swept.fast_deletes)
