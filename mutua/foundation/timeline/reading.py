"""Reading the timeline of one record, page by page, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from mutua.foundation.access import Actor, may
from mutua.foundation.events.sentence import wordings

if TYPE_CHECKING:
    from mutua.foundation.timeline.models import TimelineEntry

MOST = 100


@dataclass(frozen=True)
class Page:
    """Some entries and where to go on: `older` is given to `entries_for` as `before`; None at the end."""

    subject_kind: str
    subject_id: int
    entries: Sequence[TimelineEntry]
    older: str | None


def entries_for(
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    *,
    before: str | None = None,
    limit: int = 20,
    touchpoint: str | None = None,
    kinds: Sequence[str] | None = None,
) -> Page:
    """The newest entries about a record that the caller has already found for this actor.

    before: a cursor of an earlier page; one that cannot be read begins at the top. kinds: beginnings of sentence keys, such as
    "sales." for all that sales did. Sentences that need a permission which the actor lacks are left out.
    """
    from mutua.foundation.timeline.models import TimelineEntry

    rows = TimelineEntry.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    if hidden := [key for key, wording in wordings().items() if wording.needs and not may(actor, wording.needs)]:
        rows = rows.exclude(sentence__in=hidden)
    if touchpoint is not None:
        rows = rows.filter(touchpoint=touchpoint)
    if kinds is not None:
        rows = rows.filter(_any_of(kinds))
    if (place := _place(before)) is not None:
        at, number = place
        # The first condition is implied by the second; it lets the index begin at the right place.
        rows = rows.filter(Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=number)))
    limit = max(1, min(limit, MOST))
    found = list(rows.order_by("-at", "-pk")[: limit + 1])
    shown = found[:limit]
    return Page(subject_kind, subject_id, shown, _cursor(shown[-1]) if len(found) > limit else None)


def _any_of(beginnings: Sequence[str]) -> Q:
    wanted = Q(pk__in=[])
    for beginning in beginnings:
        wanted |= Q(sentence__startswith=beginning)
    return wanted


def _cursor(entry: Any) -> str:
    return f"{int(entry.at.timestamp() * 1_000_000)}-{entry.pk}"


def _place(cursor: str | None) -> tuple[datetime, int] | None:
    microseconds, _, number = (cursor or "").partition("-")
    if not (microseconds.isdecimal() and number.isdecimal()):
        return None
    seconds, rest = divmod(int(microseconds), 1_000_000)
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(number)
    except (OverflowError, ValueError, OSError):
        return None
