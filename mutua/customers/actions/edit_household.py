"""Changing a household."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.customers.events import HouseholdChanged
from mutua.customers.models import Household
from mutua.customers.queries.households import household_for
from mutua.customers.values import HOUSEHOLD_FIELDS, fill
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def edit_household(actor: Actor, household_id: int, *, version: int | None, **values: Any) -> Household:
    """The household with these values; others stay. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    household = locked(household_for(actor, household_id), version)
    require(actor, "customers.person.edit", household)
    refuse_unseen(actor, Household, values)
    changed = fill(household, values, HOUSEHOLD_FIELDS)
    household.name = household.name.strip()
    if not changed:
        return household

    store(household, update_fields=changed)

    announce(HouseholdChanged(household_id=household.pk, fields=tuple(changed)), actor=actor)
    return household
