"""Merging many at once, each as it is proposed; and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.actions.merge_records import merge_records
from mutua.customers.actions.undo_merge import undo_merge
from mutua.customers.models import DuplicatePair, Merge
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.comparing import compare_records
from mutua.customers.queries.duplicates import BOTH, OPEN, pairs_seen
from mutua.customers.queries.merges import merges_seen
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused


@transaction.atomic
def merge_pairs(actor: Actor, pair_ids: Sequence[int]) -> list[Merge]:
    """Each open pair, the likeliest first. A pair whose record went into another one by a pair before it is left out, and closed by it.

    Cautioned pairs are left for a person's eye. Raises NotAllowed, Refused.
    """
    require(actor, "customers.record.merge")
    merges = []
    pairs = pairs_seen(actor).filter(pk__in=list(pair_ids), state__in=OPEN, cautioned=False)
    for pair_id in pairs.order_by("-bits", "pk").values_list("pk", flat=True):
        pair = pairs_seen(actor).filter(pk=pair_id, state__in=OPEN).select_related(*BOTH).first()
        if pair is not None:
            merges.append(merge_as_proposed(actor, pair.kind, pair.left, pair.right))
    return merges


def merge_as_proposed(actor: Actor, kind: str, left: Any, right: Any) -> Merge:
    """Raises NotFound, NotAllowed, Refused."""
    compared = compare_records(kind, left, right, actor)
    stays, goes = (left, right) if compared.survivor == "left" else (right, left)
    return merge_records(actor, kind, stays.pk, goes.pk, version=stays.version, merged_version=goes.version, choices=compared.choices())


@transaction.atomic
def merge_two(actor: Actor, kind: str, ids: Sequence[int]) -> Merge:
    """The two chosen rows of a list, as proposed. Raises NotAllowed, Refused."""
    require(actor, "customers.record.merge")
    rows = list((accounts_seen(actor) if kind == "account" else people_seen(actor)).filter(pk__in=list(ids)).order_by("pk")[:3])
    if len(rows) != 2:
        raise Refused(_("Two records are merged at a time. Nothing was changed; choose two rows."))
    return merge_as_proposed(actor, kind, rows[0], rows[1])


@transaction.atomic
def undo_merges_of_pairs(actor: Actor, pair_ids: Sequence[int], since: datetime) -> int:
    """The merges that decided these pairs since then, the last first; how many. All or none. Raises Refused."""
    pairs = DuplicatePair.objects.filter(pk__in=list(pair_ids), state=DuplicatePair.State.MERGED)
    merges = merges_seen(actor).filter(pk__in=pairs.values("merge"), undone_at=None, made_at__gte=since).order_by("-pk")
    return len([undo_merge(actor, merge.pk, version=merge.version) for merge in merges])


@transaction.atomic
def undo_merges_of(actor: Actor, kind: str, ids: Sequence[int], since: datetime) -> int:
    merges = merges_seen(actor).filter(**{f"merged_{kind}__in": list(ids)}, undone_at=None, made_at__gte=since).order_by("-pk")
    return len([undo_merge(actor, merge.pk, version=merge.version) for merge in merges])
