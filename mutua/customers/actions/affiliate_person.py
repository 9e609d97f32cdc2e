"""Noting where a person works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.events import PersonAffiliated
from mutua.customers.models import Affiliation, Department, Person
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import person_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def affiliate_person(
    actor: Actor,
    person: Person | int,
    *,
    account_id: int,
    department: Department | None = None,
    job_title: str = "",
    buying_role: str = "",
    since: date | None = None,
    until: date | None = None,
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> Affiliation:
    """The new affiliation. person: one that was found for this actor, or a number. Refused where the person works for the account already, or the department is another account's."""
    account = account_for(actor, account_id)
    if isinstance(person, int):
        person = person_for(actor, person)
    require(actor, "customers.person.edit", person)
    if department is not None and department.account_id != account.pk:
        raise Refused(
            _("%(department)s is not a department of %(account)s.") % {"department": department, "account": account}, field="department"
        )

    affiliation = Affiliation(
        person=person, account=account, department=department, job_title=job_title, buying_role=buying_role, since=since, until=until,
        source=source, source_key=source_key,
    )  # fmt: skip
    give_custom(actor, affiliation, custom)
    store(affiliation)

    job = job_title or (department.name if department else "")
    announce(
        PersonAffiliated(affiliation_id=affiliation.pk, person_id=person.pk, account_id=account.pk, person_name=person.name, job=job),
        actor=actor,
    )
    return affiliation
