"""Taking an objective off a draft."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.models import Objective
from mutua.strategy.queries.strategies import objective_for


@transaction.atomic
def remove_objective(actor: Actor, objective_id: int, *, version: int | None) -> Objective:
    """The objective, now in the bin. Raises NotFound, NotAllowed, StaleVersion, Refused once its version was approved."""
    objective = objective_for(actor, objective_id)
    open_version(actor, objective.version_of_id)
    return soft_delete(actor, objective, version)
