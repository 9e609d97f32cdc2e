"""Deleting a person: into the bin."""

from __future__ import annotations

from django.db import transaction

from mutua.customers.models import Person
from mutua.customers.queries.people import person_for
from mutua.foundation.access import Actor
from mutua.foundation.records.actions.soft_delete import soft_delete


@transaction.atomic
def delete_person(actor: Actor, person_id: int, *, version: int | None) -> Person:
    """The person, now in the bin; where they worked stays noted. Raises NotFound, NotAllowed, StaleVersion."""
    return soft_delete(actor, person_for(actor, person_id), version)
