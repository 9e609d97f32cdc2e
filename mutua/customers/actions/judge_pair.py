"""Deciding that two records are not the same, or later; and taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import DuplicatePair
from mutua.customers.queries.duplicates import pair_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked

State = DuplicatePair.State
TO = {State.OPEN.value, State.LATER.value, State.DIFFERENT.value}


@transaction.atomic
def judge_pair(actor: Actor, pair_id: int, state: str, *, version: int) -> DuplicatePair:
    """The pair in its new state: open, later or different. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    found = pair_for(actor, pair_id)
    require(actor, "customers.record.merge")
    pair: DuplicatePair = locked(found, version)  # type: ignore[type-var]
    if state not in TO:
        raise Refused(_("There is no such answer. Nothing was changed; load the page again."))
    if pair.state not in TO:
        raise Refused(_("The pair is decided already. Nothing was changed; a merge is undone on its own page."))
    if pair.state == state:
        return pair

    decided = state != State.OPEN
    pair.state, pair.version = state, pair.version + 1
    pair.decided_at, pair.decided_by_name = (days.now(), actor.name) if decided else (None, "")
    pair.save(update_fields=["state", "version", "decided_at", "decided_by_name"])
    return pair
