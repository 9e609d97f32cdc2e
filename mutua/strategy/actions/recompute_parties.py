"""Recomputing who belongs where, of a few parties only: what changed about one of them moves it at once, however many others there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.fields.known import Known
from mutua.foundation.filters import FilterError
from mutua.strategy.events import SegmentRecomputed
from mutua.strategy.models import Segment, SegmentMember
from mutua.strategy.queries.membership import parties_matching


@transaction.atomic
def recompute_parties(actor: Actor, party_kind: str, party_ids: Iterable[int]) -> int:
    """Bring these parties in step with every segment of their kind; returns how many joined or left one. Running it twice changes nothing.

    A segment that nobody has counted yet is left to its first count, and one whose rule no longer reads to the nightly one, which says so.
    """
    require(actor, "strategy.segment.edit")
    wanted = sorted(set(party_ids))
    # Whoever counts a whole segment at the same time comes before or after: it reads its parties at its beginning.
    segments = list(Segment.objects.select_for_update().filter(party_kind=party_kind, evaluated_at__isnull=False).order_by("pk"))

    known, today = Known(), days.today()
    belong = _belonging(party_kind, wanted)
    return sum(_move(actor, segment, wanted, belong[segment.pk], known, today) for segment in segments)


def _belonging(party_kind: str, wanted: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = SegmentMember.objects.filter(until=None, **{f"{party_kind}__in": wanted}).values_list("segment_id", f"{party_kind}_id")
    for segment, party in rows:
        found[segment].add(party)
    return found


def _move(actor: Actor, segment: Segment, wanted: list[int], before: set[int], known: Known, today: date) -> int:
    kind = segment.party_kind
    try:
        matching = parties_matching(kind, segment.predicate, today=today, known=known)
    except FilterError:
        return 0
    now = set(matching.filter(pk__in=wanted).values_list("pk", flat=True))
    joined, left = sorted(now - before), sorted(before - now)
    if left:
        SegmentMember.objects.filter(segment=segment, until=None, **{f"{kind}__in": left}).update(until=today)
    SegmentMember.objects.bulk_create([SegmentMember(segment=segment, since=today, **{f"{kind}_id": party}) for party in joined])
    if joined or left:
        announce(SegmentRecomputed(segment_id=segment.pk, joined=len(joined), left=len(left)), actor=actor)
    return len(joined) + len(left)
