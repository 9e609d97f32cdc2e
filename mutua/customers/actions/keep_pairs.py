"""Keeping pairs that were found: a pair is there once, and what somebody has decided stays decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from mutua.customers.matching_tables import MATCHED_AS, PartyKind, sources_of, table_of
from mutua.customers.models import DuplicatePair, MatchingKey, MatchingModel
from mutua.foundation import days
from mutua.foundation.access import Actor, require

if TYPE_CHECKING:
    from mutua.customers.matching import Pair

# A key that more records have tells too little to be worth a look.
COMMON = 300


@transaction.atomic
def keep_pairs(actor: Actor, kind: PartyKind, pairs: Sequence[Pair], *, found_by: str) -> int:
    """Write the pairs; one that is there gets its new probability and evidence, whatever was decided. Returns how many."""
    require(actor, "customers.duplicate.scan")
    numbered = [(*_lower_first(pair), pair) for pair in pairs]
    sources = sources_of(kind, [(left, right) for left, right, _pair in numbered])
    now = days.now()
    rows = [
        DuplicatePair(
            kind=kind, probability=min(pair.probability, 1.0), bits=pair.bits, cautioned=bool(pair.cautions), found_by=found_by, found_at=now,
            evidence=[[one.comparison, one.step, round(one.bits, 3)] for one in pair.evidence],
            sources=sorted({sources[number] for number in (left, right)} - {""}), **{f"left_{kind}_id": left, f"right_{kind}_id": right},
        )
        for left, right, pair in numbered
        if left in sources and right in sources
    ]  # fmt: skip
    DuplicatePair.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[f"left_{kind}", f"right_{kind}"],
        update_fields=["probability", "bits", "evidence", "cautioned", "sources", "found_at"],
        batch_size=500,
    )
    return len(rows)


@transaction.atomic
def drop_pairs_not_found(actor: Actor, kind: PartyKind, since: datetime, *, of: Collection[int] | None = None) -> int:
    """Open pairs that were not found again since then look alike no longer; of: only those of these records. Decided ones stay."""
    require(actor, "customers.duplicate.scan")
    rows = DuplicatePair.objects.filter(kind=kind, state=DuplicatePair.State.OPEN, found_at__lt=since)
    if of is not None:
        rows = rows.filter(Q(**{f"left_{kind}__in": list(of)}) | Q(**{f"right_{kind}__in": list(of)}))
    return rows.delete()[0]


@transaction.atomic
def keep_model(actor: Actor, kind: PartyKind, learned: str, records: int, keys: Iterable[tuple[str, int]]) -> None:
    """What a scan learned, and the keys by which changed records find the others."""
    import json

    require(actor, "customers.duplicate.scan")
    MatchingModel.objects.update_or_create(
        kind=kind, defaults={"learned": json.loads(learned), "records": records, "learned_at": days.now()}
    )
    MatchingKey.objects.filter(kind=kind).delete()
    _write_keys(kind, keys)


@transaction.atomic
def judge_changed(actor: Actor, kind: PartyKind, record_ids: Collection[int]) -> int:
    """Compare these records with the rest by what the last scan learned; how many pairs were found. Nothing before the first scan."""
    import json

    from mutua.customers.matching import Model, compare, keys_of
    from mutua.customers.matching_tables import COLUMNS

    require(actor, "customers.duplicate.scan")
    known = MatchingModel.objects.filter(kind=kind).first()
    if known is None:
        return 0
    began = days.now()
    matching: dict[str, Any] = {"kind": MATCHED_AS[kind], "columns": COLUMNS[kind]}
    changed = table_of(kind, record_ids)
    MatchingKey.objects.filter(kind=kind, record_id__in=list(record_ids)).delete()
    if changed is None:
        return drop_pairs_not_found(actor, kind, began, of=record_ids) * 0
    _write_keys(kind, keys_of(changed, **matching))
    asked = _with_common_keys(kind, record_ids)
    together = table_of(kind, {number for pair in asked for number in pair}) if asked else None
    found: list[Pair] = []
    if together is not None:
        there = set(together.column("id").to_pylist())
        wanted = [(str(left), str(right)) for left, right in asked if {str(left), str(right)} <= there]
        found = list(compare(together, wanted, model=Model.from_json(json.dumps(known.learned)), **matching))
    kept = keep_pairs(actor, kind, found, found_by=DuplicatePair.FoundBy.CHANGE)
    drop_pairs_not_found(actor, kind, began, of=record_ids)
    return kept


def forget_keys(kind: PartyKind, record_ids: Collection[int]) -> None:
    """Records that are no more are nobody's duplicate. Asks nobody's permission."""
    MatchingKey.objects.filter(kind=kind, record_id__in=list(record_ids)).delete()


@transaction.atomic
def close_pairs_of(actor: Actor, kind: PartyKind, record_id: int, *, gone: bool) -> int:
    """A record went into the bin: its open pairs are gone with it; or it came back, and they are open again."""
    require(actor, "customers.duplicate.scan")
    mine = DuplicatePair.objects.filter(Q(**{f"left_{kind}": record_id}) | Q(**{f"right_{kind}": record_id}))
    if gone:
        return mine.filter(state=DuplicatePair.State.OPEN).update(state=DuplicatePair.State.GONE)
    return mine.filter(state=DuplicatePair.State.GONE, merge=None).update(state=DuplicatePair.State.OPEN)


def _write_keys(kind: PartyKind, keys: Iterable[tuple[str, int]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy("copy customers_matchingkey (kind, record_id, key) from stdin") as copy:
        for number, key in keys:
            copy.write_row((kind, int(number), key))


def _lower_first(pair: Pair) -> tuple[int, int]:
    left, right = int(pair.left_id), int(pair.right_id)
    return min(left, right), max(left, right)


def _with_common_keys(kind: PartyKind, record_ids: Collection[int]) -> list[tuple[int, int]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            with asked as (select distinct key from customers_matchingkey where kind = %(kind)s and record_id = any(%(ids)s)),
                 rare as (select key from customers_matchingkey join asked using (key) where kind = %(kind)s group by key having count(*) <= %(most)s)
            select distinct least(one.record_id, other.record_id), greatest(one.record_id, other.record_id)
              from customers_matchingkey one
              join rare using (key)
              join customers_matchingkey other on other.kind = %(kind)s and other.key = one.key and other.record_id <> one.record_id
             where one.kind = %(kind)s and one.record_id = any(%(ids)s)
            """,
            {"kind": kind, "ids": list(record_ids), "most": COMMON},
        )
        return [(left, right) for left, right in cursor.fetchall()]
