"""Adding a household."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.customers.events import HouseholdCreated
from mutua.customers.models import Household
from mutua.customers.values import HOUSEHOLD_FIELDS, fill
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def create_household(actor: Actor, **values: Any) -> Household:
    """A new household. values: any of HOUSEHOLD_FIELDS. Who adds it owns it, unless `owner` names somebody. Raises NotAllowed, Refused."""
    require(actor, "customers.person.create")
    refuse_unseen(actor, Household, values, new=True)
    household = Household()
    fill(household, values, HOUSEHOLD_FIELDS)
    household.name = household.name.strip()
    if household.owner_id is None:
        household.owner_id = actor.user_id  # else it would be nobody's, and out of sight for whoever has just added it

    store(household)

    announce(HouseholdCreated(household_id=household.pk, household_name=household.name), actor=actor)
    return household
