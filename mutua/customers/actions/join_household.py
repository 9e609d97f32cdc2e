"""Noting that a person belongs to a household."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from mutua.customers.events import HouseholdJoined
from mutua.customers.models import Household, HouseholdMember, Person
from mutua.customers.queries.households import household_for
from mutua.customers.queries.people import person_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def join_household(
    actor: Actor,
    household: Household | int,
    *,
    person: Person | int,
    role: str = HouseholdMember.Role.ADULT,
    since: date | None = None,
    until: date | None = None,
    custom: Mapping[str, Any] | None = None,
) -> HouseholdMember:
    """The new member. household, person: found for this actor, or numbers. Raises NotFound, NotAllowed; Refused where the person belongs to it already."""
    household = household_for(actor, household) if isinstance(household, int) else household
    person = person_for(actor, person) if isinstance(person, int) else person
    require(actor, "customers.person.edit", person)

    member = HouseholdMember(household=household, person=person, role=role, since=since, until=until)
    give_custom(actor, member, custom)
    store(member)

    announce(
        HouseholdJoined(
            member_id=member.pk, household_id=household.pk, person_id=person.pk, household_name=household.name, person_name=person.name
        ),
        actor=actor,
    )
    return member
