"""Recomputing a segment: who belongs to it today, compared with who belonged to it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.strategy.events import SegmentRecomputed
from mutua.strategy.models import Segment, SegmentMember
from mutua.strategy.queries.membership import parties_matching

NOBODY: tuple[str, tuple[Any, ...]] = ("SELECT NULL::bigint WHERE false", ())


@dataclass(frozen=True)
class Moved:
    """How many parties joined and left."""

    joined: int
    left: int


@transaction.atomic
def recompute_segment(actor: Actor, segment_id: int) -> Moved:
    """Bring the members in step with the predicate, in two statements however many there are. Running it twice changes nothing.

    Both compare whole sets (EXCEPT) and not row by row (NOT EXISTS): a segment that is filled for the first time has no statistics yet,
    and a nested loop, chosen for a table that seems to be empty, would read the rows that the statement itself adds.
    """
    require(actor, "strategy.segment.edit")

    segment = Segment.everything.select_for_update().get(pk=segment_id)
    today = days.today()
    moved = Moved(left=_part(segment, today), joined=_join(segment, today, since=today if segment.evaluated_at else None))
    Segment.everything.filter(pk=segment.pk).update(evaluated_at=days.now())

    if moved.joined or moved.left:
        announce(SegmentRecomputed(segment_id=segment.pk, joined=moved.joined, left=moved.left), actor=actor)
    return moved


def _matching(segment: Segment, today: date) -> tuple[str, tuple[Any, ...]]:
    if segment.deleted_at is not None:
        return NOBODY
    try:
        return parties_matching(segment.party_kind, segment.predicate, today=today).values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django saw without asking that nothing can match
        return NOBODY


def _part(segment: Segment, today: date) -> int:
    parties, params = _matching(segment, today)
    column = f"{segment.party_kind}_id"
    # Who joined today and leaves today was never a member of a whole day, but the row stays: it says that it was so.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {SegmentMember._meta.db_table} SET until = %s
                WHERE segment_id = %s AND until IS NULL AND {column} IN (
                    SELECT {column} FROM {SegmentMember._meta.db_table} WHERE segment_id = %s AND until IS NULL
                    EXCEPT SELECT found.id FROM ({parties}) AS found (id)
                )""",  # noqa: S608 - compiled by the ORM
            [today, segment.pk, segment.pk, *params],
        )
        return int(cursor.rowcount)


def _join(segment: Segment, today: date, *, since: date | None) -> int:
    parties, params = _matching(segment, today)
    column = f"{segment.party_kind}_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {SegmentMember._meta.db_table} (segment_id, {column}, since)
                SELECT %s, new.id, %s::date FROM (
                    SELECT found.id FROM ({parties}) AS found (id)
                    EXCEPT SELECT {column} FROM {SegmentMember._meta.db_table} WHERE segment_id = %s AND until IS NULL
                ) AS new (id)""",  # noqa: S608
            [segment.pk, since, *params, segment.pk],
        )
        return int(cursor.rowcount)
