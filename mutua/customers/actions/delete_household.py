"""Deleting a household: into the bin. Its people stay where they are."""

from __future__ import annotations

from django.db import transaction

from mutua.customers.models import Household
from mutua.customers.queries.households import household_for
from mutua.foundation.access import Actor
from mutua.foundation.records.actions.soft_delete import soft_delete


@transaction.atomic
def delete_household(actor: Actor, household_id: int, *, version: int | None) -> Household:
    """The household, now in the bin. Raises NotFound, NotAllowed, StaleVersion."""
    return soft_delete(actor, household_for(actor, household_id), version)
