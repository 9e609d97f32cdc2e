"""Where segments overlap, and which accounts are in none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef

from mutua.customers.models import Account
from mutua.foundation.access import Actor, visible_to
from mutua.strategy.models import Segment, SegmentMember
from mutua.strategy.queries.concealed import concealed
from mutua.strategy.queries.segments import segments_seen

MOST = 30
SAMPLE = 20


@dataclass(frozen=True)
class Row:
    """A segment with how many of its accounts belong to each segment too, its own size in its own column. alone: those that belong to no other."""

    segment: Segment
    counts: list[int]
    alone: int


@dataclass(frozen=True)
class Overlaps:
    """segments: of accounts, by name, at most MOST. in_none: accounts that belong to no segment; sample: the first of them by name."""

    segments: list[Segment]
    rows: list[Row]
    accounts: int
    in_none: int
    sample: list[Any]


def overlaps(actor: Actor) -> Overlaps:
    """Of the accounts that the actor sees and the segments whose rule is told to it: six queries, however many."""
    unseen = concealed(actor)
    segments = list(segments_seen(actor).filter(party_kind=Segment.PartyKind.ACCOUNT).exclude(pk__in=unseen).order_by("name", "pk")[:MOST])
    seen = visible_to(actor, Account.objects.all())
    now = SegmentMember.objects.filter(
        until=None, person=None, segment__in=[segment.pk for segment in segments], account__in=seen.values("pk")
    )
    pairs: dict[tuple[int, int], int] = defaultdict(int)
    together = now.filter(account__segment_memberships__until=None, account__segment_memberships__segment__in=[one.pk for one in segments])
    for one, other, count in (
        together.order_by()
        .values("segment", other=F("account__segment_memberships__segment"))
        .annotate(n=Count("account", distinct=True))
        .values_list("segment", "other", "n")
    ):
        pairs[one, other] = count
    others = SegmentMember.objects.filter(account=OuterRef("account"), until=None, segment__in=[one.pk for one in segments]).exclude(
        segment=OuterRef("segment")
    )
    alone = dict(now.filter(~Exists(others)).order_by().values("segment").annotate(n=Count("pk")).values_list("segment", "n"))
    # Who is in none would tell who is in one whose rule rests on what is hidden
    any_of_them = SegmentMember.objects.filter(account=OuterRef("pk"), until=None, segment__deleted_at=None).exclude(segment__in=unseen)
    none = seen.filter(~Exists(any_of_them))
    return Overlaps(
        segments,
        [Row(segment, [pairs[segment.pk, other.pk] for other in segments], alone.get(segment.pk, 0)) for segment in segments],
        seen.count(),
        none.count(),
        list(none.order_by("sort_key", "pk")[:SAMPLE]),
    )
