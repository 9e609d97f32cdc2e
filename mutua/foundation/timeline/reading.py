"""Reading the timeline of one record, page by page, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Field, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, may
from mutua.foundation.access.hidden import CUSTOM, hidden_columns
from mutua.foundation.access.prepared import prepared
from mutua.foundation.events.sentence import wordings
from mutua.foundation.fields.kinds import model_of
from mutua.foundation.timeline.kinds import kind_named, kinds_about, nouns_of, readable_nouns
from mutua.foundation.timeline.narrowing import Narrowing
from mutua.foundation.ui.tabs import Tab

if TYPE_CHECKING:
    from mutua.foundation.timeline.models import TimelineEntry

MOST = 100


@dataclass(frozen=True)
class Page:
    """Some entries and where to go on: `older` is given to `entries_for` as `before`; None at the end. kinds: ways to narrow it."""

    subject_kind: str
    subject_id: int
    entries: Sequence[TimelineEntry]
    older: str | None
    narrowing: Narrowing
    kinds: Sequence[Tab]

    @property
    def lines(self) -> SafeString:
        """The entries as items of a list."""
        from mutua.foundation.timeline.drawing import drawn

        return drawn(self.entries)

    @property
    def url(self) -> str:
        return reverse("timeline:older", args=[self.subject_kind, self.subject_id])

    @property
    def older_url(self) -> str:
        """The next page of the same lines: what it was narrowed to goes with it."""
        return f"{self.url}?{self.narrowing.query(before=self.older)}"


def entries_for(
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    *,
    before: str | None = None,
    limit: int = 20,
    narrowing: Narrowing | None = None,
) -> Page:
    """The newest entries about a record that the caller has already found for this actor.

    before: a cursor of an earlier page; one that cannot be read begins at the top. Sentences that need a permission which the actor
    lacks are left out.
    """
    wanted = narrowing or Narrowing()
    limit = max(1, min(limit, MOST))
    place = _place(before)
    if wanted == Narrowing() and place is None:
        found = _newest(actor, subject_kind, subject_id, most=limit + 1)
    elif wanted.person is not None:
        found = _with_person(actor, subject_kind, subject_id, wanted, wanted.person, place, limit + 1)
    else:
        found = list(_rows(actor, subject_kind, subject_id, wanted, place, limit + 1))
    shown = found[:limit]
    older = _cursor(shown[-1]) if len(found) > limit else None
    told = _without_hidden(actor, subject_kind, shown)
    return Page(subject_kind, subject_id, told, older, wanted, _ways(actor, subject_kind, subject_id, wanted))


def _without_hidden(actor: Actor, subject_kind: str, entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """That a field was changed which the actor does not see is not told; a line that says nothing else is left out."""
    model = model_of(subject_kind) if actor.hidden else None
    columns = hidden_columns(actor, model) if model is not None else frozenset()
    fields = [model._meta.get_field(name) for name in columns if not name.startswith(CUSTOM)] if model is not None else []
    unseen = {str(field.verbose_name) for field in fields if isinstance(field, Field)}
    told = []
    for entry in entries if unseen else ():
        named = str(entry.params.get("fields", "")).split(", ")
        kept = [label for label in named if label not in unseen]
        if kept and kept != named:
            entry.params = {**entry.params, "fields": ", ".join(kept)}
        told += [entry] if kept else []
    return told if unseen else entries


@prepared
def _newest(actor: Actor, subject_kind: str, subject_id: int, *, most: int) -> QuerySet[TimelineEntry]:
    return _rows(actor, subject_kind, subject_id, Narrowing(), None, most)


def _with_person(
    actor: Actor, subject_kind: str, subject_id: int, wanted: Narrowing, person: int, place: tuple[datetime, int] | None, most: int
) -> list[TimelineEntry]:
    """The lines that concern a person as well, looked for among the person's newest first: who has thousands of them does not wait for all.

    Eight times as far back where that gave too few, because they concern other records or are of another kind.
    """
    from mutua.foundation.timeline.models import TimelineEntry

    theirs = TimelineEntry.objects.filter(_between(wanted, place), subject_kind="person", subject_id=person).order_by("-at")
    reach = most
    while True:
        oldest = theirs.values_list("at", flat=True)[reach : reach + 1].first()
        found = list(_rows(actor, subject_kind, subject_id, wanted, place, most, oldest=oldest))
        if oldest is None or len(found) == most:
            return found
        reach *= 8


def _rows(
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    wanted: Narrowing,
    place: tuple[datetime, int] | None,
    most: int,
    *,
    oldest: datetime | None = None,
) -> QuerySet[TimelineEntry]:
    """oldest: lines of that moment and newer only."""
    from mutua.foundation.timeline.models import TimelineEntry

    between = _between(wanted, place) & (Q(at__gte=oldest) if oldest is not None else Q())
    rows = TimelineEntry.objects.filter(between, subject_kind=subject_kind, subject_id=subject_id)
    if place is not None:
        at, number = place
        # The first condition is implied by the second; it lets the index begin at the right place.
        rows = rows.filter(Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=number)))
    if hidden := [key for key, wording in wordings().items() if wording.needs and not may(actor, wording.needs)]:
        rows = rows.exclude(sentence__in=hidden)
    if wanted.touchpoint:
        rows = rows.filter(touchpoint=wanted.touchpoint)
    if wanted.person is not None:
        # One event writes a line for each record that it concerns, at one moment.
        theirs = TimelineEntry.objects.filter(between, subject_kind="person", subject_id=wanted.person, event__isnull=False)
        rows = rows.filter(event__in=theirs.values("event"))
    kind = kind_named(wanted.kind) if wanted.kind else None
    if kind is None:
        return rows.order_by("-at", "-pk")[:most]
    nouns = nouns_of(kind, readable_nouns(actor))
    if wanted.person is not None or len(nouns) < 2:
        return rows.filter(noun__in=nouns).order_by("-at", "-pk")[:most]
    # The index is in order within one noun only: a short page of each, of which the newest are taken.
    first, *others = (rows.filter(noun=noun).order_by("-at", "-pk")[:most] for noun in nouns)
    return first.union(*others, all=True).order_by("-at", "-pk")[:most]


def _between(wanted: Narrowing, place: tuple[datetime, int] | None) -> Q:
    """The period, in the reader's time zone, and not newer than the place of the last page."""
    zone, midnight = timezone.get_current_timezone(), time()
    inside = Q(at__lte=place[0]) if place is not None else Q()
    if wanted.since is not None:
        inside &= Q(at__gte=datetime.combine(wanted.since, midnight, zone))
    if wanted.until is not None:
        inside &= Q(at__lt=datetime.combine(wanted.until + timedelta(days=1), midnight, zone))
    return inside


def _ways(actor: Actor, subject_kind: str, subject_id: int, wanted: Narrowing) -> list[Tab]:
    """All lines, then each kind that this actor can read something of; the rest of the narrowing stays."""
    url = reverse("timeline:older", args=[subject_kind, subject_id])
    readable = readable_nouns(actor)
    ways = [("", _("All")), *((kind.key, kind.label) for kind in kinds_about(subject_kind) if nouns_of(kind, readable))]
    return [Tab(label, f"{url}?{wanted.of_kind(key).query()}".rstrip("?"), current=key == wanted.kind) for key, label in ways]


def _cursor(entry: Any) -> str:
    return f"{int(entry.at.timestamp() * 1_000_000)}-{entry.pk}"


def _place(cursor: str | None) -> tuple[datetime, int] | None:
    microseconds, _dash, number = (cursor or "").partition("-")
    if not (microseconds.isdecimal() and number.isdecimal()) or len(number) > 18:
        return None
    seconds, rest = divmod(int(microseconds), 1_000_000)
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(number)
    except (OverflowError, ValueError, OSError):
        return None
