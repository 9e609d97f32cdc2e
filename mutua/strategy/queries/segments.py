"""Segments for the person who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.strategy.models import GenericStrategy, Segment, SegmentMember
from mutua.strategy.queries.concealed import concealed, is_concealed
from mutua.strategy.queries.membership import PARTIES, parties_matching

SAMPLE = 8


def segments_seen(actor: Actor) -> QuerySet[Segment]:
    return visible_to(actor, Segment.objects.all())


def segment_for(actor: Actor, segment_id: int) -> Segment:
    """One living segment. Raises NotFound."""
    return find(segments_seen(actor), pk=segment_id)


def with_sizes(actor: Actor, segments: QuerySet[Segment]) -> QuerySet[Segment]:
    """Segments with `size`: how many of those that this actor sees belong to each today; null where it is not told who belongs."""
    mine = _members_seen(actor).filter(segment=OuterRef("pk")).order_by().values("segment").annotate(n=Count("pk")).values("n")
    size: Any = Coalesce(Subquery(mine), 0)
    unseen = concealed(actor)
    return segments.annotate(size=Case(When(pk__in=unseen, then=None), default=size) if unseen else size)


def sizes_of(actor: Actor, segments: Iterable[Segment]) -> dict[int, int]:
    """The same of these, by number; those of which it is not told are left out."""
    numbers = {segment.pk for segment in segments} - set(concealed(actor))
    rows = _members_seen(actor).filter(segment__in=numbers).order_by().values("segment").annotate(n=Count("pk"))
    return dict.fromkeys(numbers, 0) | dict(rows.values_list("segment", "n"))


def _members_seen(actor: Actor) -> QuerySet[SegmentMember]:
    """Who belongs today. A count of those that one may not see would tell, with a rule of one's own, what stands in them."""
    return visible_to(actor, SegmentMember.objects.filter(until=None))


def members_now(actor: Actor, segment: Segment) -> QuerySet[Any]:
    """The members that this actor may see, as accounts, people or households."""
    party = segment.party_kind
    if is_concealed(actor, segment):
        return PARTIES[party].objects.none()
    rows = SegmentMember.objects.filter(segment=segment, until=None).exclude(**{party: None})
    return visible_to(actor, PARTIES[party].objects.filter(pk__in=rows.values(f"{party}_id"))).order_by("sort_key", "pk")


def members_on(actor: Actor, segment: Segment, day: date) -> QuerySet[Any]:
    """The same of a day of the past. Who belonged when the segment was first counted is taken to have belonged before."""
    party = segment.party_kind
    if is_concealed(actor, segment):
        return PARTIES[party].objects.none()
    rows = SegmentMember.objects.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day), segment=segment)
    return visible_to(actor, PARTIES[party].objects.filter(pk__in=rows.exclude(**{party: None}).values(f"{party}_id")))


def moves(actor: Actor, segment: Segment, limit: int = 12) -> list[SegmentMember]:
    """Who came and went last, of those with a day whom this actor may see."""
    if is_concealed(actor, segment):
        return []
    rows = visible_to(actor, SegmentMember.objects.filter(segment=segment)).select_related("account", "person", "household")
    recent = [
        *rows.exclude(until=None).order_by("-until", "-pk")[:limit],
        *rows.filter(until=None).exclude(since=None).order_by("-since", "-pk")[:limit],
    ]
    return sorted(recent, key=lambda row: row.until or row.since or date.min, reverse=True)[:limit]


def strategies_of(actor: Actor, segment: Segment) -> QuerySet[GenericStrategy]:
    return visible_to(actor, GenericStrategy.objects.filter(segment=segment)).select_related("offering")


@dataclass(frozen=True)
class Preview:
    """Who would belong, of those that the person who looks may see: how many, and a few of them. A count of others would tell what stands in them."""

    count: int
    sample: list[Any]


def preview(actor: Actor, party_kind: str, predicate: dict[str, Any] | None) -> Preview:
    """Raises FilterError."""
    seen = visible_to(actor, parties_matching(party_kind, predicate or {}))
    return Preview(seen.order_by().count(), list(seen.order_by("sort_key", "pk")[:SAMPLE]))


def segments_of_account(actor: Actor, account_id: int) -> list[Segment]:
    """The segments to which this account belongs today, by name, as far as that is told to the actor."""
    unseen = concealed(actor)
    return [segment for segment in _segments_of_account(actor, account_id) if segment.pk not in unseen]


@prepared
def _segments_of_account(actor: Actor, account_id: int) -> QuerySet[Segment]:
    rows = SegmentMember.objects.filter(account=account_id, until=None, person=None)
    return visible_to(actor, Segment.objects.filter(pk__in=rows.values("segment"))).order_by("name")
