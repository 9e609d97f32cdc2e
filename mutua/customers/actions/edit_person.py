"""Changing a person."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.customers.events import PersonChanged
from mutua.customers.models import Person
from mutua.customers.queries.people import person_for
from mutua.customers.values import PERSON_FIELDS, check_person, fill
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def edit_person(actor: Actor, person_id: int, *, version: int | None, **values: Any) -> Person:
    """The person with these values; others stay. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    person = locked(person_for(actor, person_id), version)
    require(actor, "customers.person.edit", person)
    refuse_unseen(actor, Person, values)
    changed = fill(person, values, PERSON_FIELDS)
    check_person(person)
    if not changed:
        return person

    store(person, update_fields=changed)

    announce(PersonChanged(person_id=person.pk, fields=tuple(changed)), actor=actor)
    return person
