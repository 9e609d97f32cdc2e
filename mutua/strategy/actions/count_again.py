"""Counting an objective from the start again, because what counts as an outcome was agreed anew."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.ledgers import opened_ledgers
from mutua.foundation.records.locking import locked
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.events import CountedAgain
from mutua.strategy.models import Evidence, Objective


@transaction.atomic
def count_again(actor: Actor, objective: Objective, *, reason: str) -> int:
    """How many outcomes count now. What was decided keeps the evidence of its day; only the reading under it starts anew."""
    require(actor, "strategy.strategy.edit")
    objective = locked(objective, None)

    # What was counted is replaced by what is counted now; until then it tells which outcomes came late, and when.
    with opened_ledgers("strategy.Evidence"):
        Evidence.objects.filter(objective=objective).delete()

    announce(CountedAgain(objective_id=objective.pk, reason=reason), actor=actor)
    return watch_objectives(actor, [objective.pk])
