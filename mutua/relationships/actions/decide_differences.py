"""Deciding about differences: explained, accepted as the customer has them, or open again."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.models import Difference
from mutua.relationships.queries.reconciling import differences_seen

State = Difference.State
DECISIONS = (State.OPEN, State.EXPLAINED, State.ACCEPTED)


@transaction.atomic
def decide_differences(actor: Actor, ids: Collection[int], *, state: str, note: str = "") -> int:
    """How many are now so; those that are settled, or so already, stay as they are. Raises NotAllowed, Refused."""
    require(actor, "relationships.measure.edit")
    _check(state, note)
    rows = (
        differences_seen(actor).filter(pk__in=ids).exclude(state__in=(state, State.SETTLED)).select_for_update(of=("self",)).order_by("pk")
    )
    return sum(_decide(actor, row, state, note) for row in rows)


@transaction.atomic
def decide_difference(actor: Actor, difference_id: int, *, version: int | None, state: str, note: str = "") -> Difference:
    """The same of one. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    row: Difference = locked(find(differences_seen(actor), pk=difference_id), version)
    require(actor, "relationships.measure.edit", row)
    _check(state, note)
    if row.state == State.SETTLED:
        raise Refused(_("Both say the same of this delivery by now: there is nothing left to decide. Nothing was changed."))
    _decide(actor, row, state, note)
    return row


def _check(state: str, note: str) -> None:
    if state not in DECISIONS:
        raise Refused(_("A difference is open, explained or accepted. Nothing was changed."), field="state")
    if state == State.EXPLAINED and not note.strip():
        raise Refused(_("An explanation has words. Nothing was changed."), field="note")


def _decide(actor: Actor, row: Difference, state: str, note: str) -> bool:
    row.state = state
    row.note = note.strip() or row.note
    decided = state != State.OPEN
    row.decided_by_id, row.decided_at = (actor.user_id, days.now()) if decided else (None, None)
    store(row)
    return True
