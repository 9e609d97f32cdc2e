"""What lies in the bin for the person who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import CharField, QuerySet, Value

from mutua.foundation import days
from mutua.foundation.access import Actor, NotFound, find, may, visible_to
from mutua.foundation.records.bin import KEPT_DAYS, BinKind, bin_kinds
from mutua.foundation.records.models import Record

PAGE = 50


@dataclass(frozen=True)
class Lying:
    """One record in the bin. said: what it is called; on: the living records that it hangs on, of those that who looks may see."""

    record: Record
    said: str
    on: tuple[Any, ...]


def kinds_for(actor: Actor) -> list[BinKind]:
    """The kinds that this actor may restore."""
    return [kind for kind in bin_kinds() if may(actor, kind.permission)]


def kinds_with_something(actor: Actor) -> list[BinKind]:
    """Those of them of which something lies in the bin: one query."""
    kinds = kinds_for(actor)
    asked = [
        deleted_records(actor, kind).order_by().annotate(_kind=Value(kind.key, output_field=CharField())).values_list("_kind")[:1]
        for kind in kinds
    ]
    found = {key for (key,) in asked[0].union(*asked[1:], all=True)} if asked else set()
    return [kind for kind in kinds if kind.key in found]


def deleted_records(actor: Actor, kind: BinKind) -> QuerySet[Record]:
    """What was deleted in the last thirty days, newest first."""
    since = days.now() - timedelta(days=KEPT_DAYS)
    return visible_to(actor, kind.model.everything.filter(deleted_at__gte=since)).order_by("-deleted_at", "-pk")


def lying(actor: Actor, kind: BinKind, records: Iterable[Record]) -> list[Lying]:
    """A page of them with what each hangs on: one query a link."""
    rows = list(records)
    seen: dict[tuple[str, int], Any] = {}
    for name in kind.on:
        link: Any = kind.model._meta.get_field(name)
        ids = {getattr(row, link.attname) for row in rows} - {None}
        for other in visible_to(actor, link.related_model.objects.filter(pk__in=ids)) if ids else ():
            seen[name, other.pk] = other
    return [Lying(row, str(kind.said(row)), tuple(filter(None, (seen.get((name, _id(row, name))) for name in kind.on)))) for row in rows]


def _id(row: Record, name: str) -> int:
    return getattr(row, row._meta.get_field(name).attname) or 0  # type: ignore[union-attr]


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
