"""Handing accounts or people over to another owner, many at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.events import AccountChanged, PersonChanged
from mutua.customers.models import Account, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce_many
from mutua.foundation.identity.models import User


@transaction.atomic
def hand_over_accounts(actor: Actor, account_ids: Iterable[int], owner: User) -> int:
    """How many of the accounts got the new owner; those that have it stay as they are. Five statements, whatever their number."""
    require(actor, "customers.account.edit")
    seen = accounts_seen(actor).filter(pk__in=list(account_ids)).exclude(owner=owner).values("pk")
    accounts = list(Account.objects.filter(pk__in=seen).select_for_update().order_by("pk"))

    _give(accounts, owner)
    Account.everything.bulk_update(accounts, ["owner", "version", "updated_at"], batch_size=500)

    announce_many([AccountChanged(account_id=account.pk, fields=("owner",), labels=_("owner")) for account in accounts], actor)
    return len(accounts)


@transaction.atomic
def hand_over_people(actor: Actor, person_ids: Iterable[int], owner: User) -> int:
    """The same for people."""
    require(actor, "customers.person.edit")
    seen = people_seen(actor).filter(pk__in=list(person_ids)).exclude(owner=owner).values("pk")
    people = list(Person.objects.filter(pk__in=seen).select_for_update().order_by("pk"))

    _give(people, owner)
    Person.everything.bulk_update(people, ["owner", "version", "updated_at"], batch_size=500)

    announce_many([PersonChanged(person_id=person.pk, fields=("owner",)) for person in people], actor)
    return len(people)


def _give(records: Iterable[Account | Person], owner: User) -> None:
    for record in records:
        record.owner = owner
        record.version += 1
        record.updated_at = days.now()
