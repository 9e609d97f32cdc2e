"""Merges, and where an old number leads."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from mutua.customers.models import Account, Merge, Person
from mutua.foundation.access import Actor, NotFound, find, visible_to

KIND = {Account: "account", Person: "person"}


def merge_for(actor: Actor, merge_id: int) -> Merge:
    """One merge whose survivor the actor sees. Raises NotFound."""
    return find(visible_to(actor, Merge.objects.select_related("survivor_account", "survivor_person")), pk=merge_id)


def merges_seen(actor: Actor) -> QuerySet[Merge]:
    return visible_to(actor, Merge.objects.all())


def merge_away_of(kind: str, record_id: int) -> Merge | None:
    """The merge that took this record away, if one did. It asks nobody's permission."""
    return Merge.objects.filter(**{f"merged_{kind}": record_id, "undone_at": None}).first()


def survivors_of(kind: str, record_ids: Collection[int]) -> dict[int, int]:
    """{merged-away record: the living one it went into, also through others}; the rest is left out. One query for each link of a chain."""
    found: dict[int, int] = {}
    asked = set(record_ids)
    into = {record: record for record in asked}
    while asked:
        rows = Merge.objects.filter(undone_at=None, **{f"merged_{kind}__among": asked})
        step = dict(rows.values_list(f"merged_{kind}", f"survivor_{kind}"))
        into = {record: step.get(now, now) for record, now in into.items()}
        found |= {record: now for record, now in into.items() if record != now}
        asked = set(step.values())
    return found


def moved_to(actor: Actor, kind: str, record_id: int) -> int | None:
    """Where the page of a merged-away record leads, if the actor sees the survivor."""
    survivor = survivors_of(kind, [record_id]).get(record_id)
    if survivor is None:
        return None
    model = Account if kind == "account" else Person
    try:
        find(visible_to(actor, model.objects.all()), pk=survivor)
    except NotFound:
        return None
    return survivor
