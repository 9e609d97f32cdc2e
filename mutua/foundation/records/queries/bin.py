"""What lies in the bin for the person who looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from mutua.foundation import days
from mutua.foundation.access import Actor, NotFound, find, may, visible_to
from mutua.foundation.records.bin import KEPT_DAYS, BinKind, bin_kinds
from mutua.foundation.records.models import Record

PAGE = 50


def kinds_for(actor: Actor) -> list[BinKind]:
    """The kinds that this actor may restore."""
    return [kind for kind in bin_kinds() if kind.listed and may(actor, kind.permission)]


def deleted_records(actor: Actor, kind: BinKind) -> QuerySet[Record]:
    """What was deleted in the last thirty days, newest first."""
    since = days.now() - timedelta(days=KEPT_DAYS)
    return visible_to(actor, kind.model.everything.filter(deleted_at__gte=since)).order_by("-deleted_at", "-pk")


def deleted_record(actor: Actor, kind: BinKind, record_id: int) -> Record:
    """One record, in the bin or just restored by somebody else. Raises NotFound."""
    found: Record = find(visible_to(actor, kind.model.everything.all()), pk=record_id)
    return found


def deleted_together(actor: Actor, kind: BinKind, moment: int) -> QuerySet[Record]:
    """What went into the bin in one act. moment: microseconds since 1970, as in the act's way back. Raises NotFound."""
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)
    except OverflowError:
        raise NotFound(kind.key) from None
    return visible_to(actor, kind.model.everything.filter(deleted_at=at)).order_by("pk")
