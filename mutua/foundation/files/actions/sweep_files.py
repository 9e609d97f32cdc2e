"""Removing contents that nothing names any more, and what hung on records that are gone for good."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.files import store
from mutua.foundation.files.holding import Holder, hanging
from mutua.foundation.files.models import StoredFile
from mutua.foundation.records.queries.history import forget_history

BATCH = 500
A_DAY = 86_400.0


@transaction.atomic
def sweep_lost(actor: Actor, holder: Holder) -> int:
    """Delete, with their history, up to a batch of each of what hangs on records that are no longer in any table. Returns how many."""
    require(actor, "records.bin.empty")
    return sum(_sweep(model, holder) for model in hanging())


def _sweep(model: type[Any], holder: Holder) -> int:
    of_kind = model.everything.filter(subject_kind=holder.kind)
    lost = list(of_kind.exclude(subject_id__in=holder.everything().order_by().values("pk")).values_list("pk", flat=True)[:BATCH])
    model.everything.filter(pk__in=lost).delete()
    forget_history(model, lost)
    return len(lost)


def sweep_contents(actor: Actor) -> int:
    """Remove the contents that no file names, in the bin or out of it. Returns how many. Safe to run twice and beside uploads."""
    require(actor, "records.bin.empty")
    removed = sweep_unnamed()
    for _first, digests in store.kept_before(time.time() - A_DAY):
        known = set(StoredFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
        removed += sum(remove_unnamed(sha256) for sha256 in digests if sha256 not in known)
    return removed


def sweep_unnamed() -> int:
    """Remove the contents of which the database knows, and that no file names."""
    return sum(remove_unnamed(sha256) for sha256 in list(StoredFile.objects.filter(attachments=None).values_list("sha256", flat=True)))


@transaction.atomic
def remove_unnamed(sha256: str) -> bool:
    """Whoever keeps the same content meanwhile waits for the lock, and writes it anew."""
    store.lock_content(sha256)
    StoredFile.objects.filter(sha256=sha256, attachments=None).delete()
    if StoredFile.objects.filter(sha256=sha256).exists():
        return False
    # The row goes with the commit and the content before it: what is left by a crash in between is a row without content, swept the next night.
    store.remove_content(sha256)
    return True
