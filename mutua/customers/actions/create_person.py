"""Adding a person, with where they work and how to reach them if that is known."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.customers.actions.add_contact_point import add_contact_point
from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.events import PersonCreated
from mutua.customers.models import Account, Person
from mutua.customers.values import PERSON_FIELDS, check_person, fill
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen


@transaction.atomic
def create_person(
    actor: Actor, *, account: Account | None = None, job_title: str = "", mail: str = "", phone: str = "", **values: Any
) -> Person:
    """A new person. values: any of PERSON_FIELDS. Who adds it owns it, unless `owner` names somebody. Raises NotAllowed, Refused; then nothing of it was kept."""
    require(actor, "customers.person.create")
    refuse_unseen(actor, Person, values, new=True)
    person = Person(owner_id=actor.user_id)
    fill(person, values, PERSON_FIELDS)
    if person.owner_id is None:
        person.owner_id = actor.user_id  # else it would be nobody's, and out of sight for whoever has just added it
    check_person(person)

    store(person)
    announce(PersonCreated(person_id=person.pk, person_name=person.name), actor=actor)

    if account is not None:
        affiliate_person(actor, person, account_id=account.pk, job_title=job_title)
    for kind, value in (("mail", mail), ("phone", phone)):
        if value:
            add_contact_point(actor, person, kind=kind, value=value, preferred=True)
    return person
