"""Taking an objective off a draft."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Objective
from mutua.strategy.queries.strategies import objective_for


@transaction.atomic
def remove_objective(actor: Actor, objective_id: int, *, version: int | None) -> Objective:
    """The objective, put away. Raises NotFound, NotAllowed, StaleVersion, Refused once its version was approved."""
    objective = locked(objective_for(actor, objective_id), version)
    open_version(actor, objective.version_of_id)

    objective.deleted_at = days.now()
    objective.save(update_fields=["deleted_at"])

    announce(StrategyChanged(strategy_id=objective.version_of.strategy_id, act="measured"), actor=actor)
    return objective
