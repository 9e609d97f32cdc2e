"""Accounts and people have a bin, and say so when they go in and come back."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mutua.customers import details  # noqa: F401  the parts of accounts and people are binned there
from mutua.customers.events import (
    AccountDeleted,
    AccountRestored,
    HouseholdDeleted,
    HouseholdRestored,
    PersonDeleted,
    PersonRestored,
)
from mutua.customers.models import Account, ErasedPerson, Household, Person
from mutua.customers.queries.merges import merge_away_of
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.bin import binned
from mutua.foundation.records.errors import Refused


def _not_merged_away(kind: str, record: Account | Person) -> None:
    if merge := merge_away_of(kind, record.pk):
        raise Refused(gettext("“%(merge)s” was merged. It stays in the bin; undo the merge on its page.") % {"merge": merge})


def _account_restored(actor: Actor, account: Account) -> None:
    _not_merged_away("account", account)
    announce(AccountRestored(account_id=account.pk, account_name=account.name), actor=actor)


def _person_restored(actor: Actor, person: Person) -> None:
    if ErasedPerson.objects.filter(person=person).exists():
        raise Refused(gettext("This person was erased for good. Nothing is left that could come back."))
    _not_merged_away("person", person)
    announce(PersonRestored(person_id=person.pk), actor=actor)


binned(
    "account",
    Account,
    title=_("Accounts"),
    permission="customers.account.delete",
    deleted=lambda actor, account: announce(AccountDeleted(account_id=account.pk, account_name=account.name), actor=actor),
    restored=_account_restored,
)
binned(
    "person",
    Person,
    title=_("People"),
    permission="customers.person.delete",
    deleted=lambda actor, person: announce(PersonDeleted(person_id=person.pk), actor=actor),
    restored=_person_restored,
)
binned(
    "household",
    Household,
    title=_("Households"),
    permission="customers.person.delete",
    deleted=lambda actor, household: announce(HouseholdDeleted(household_id=household.pk), actor=actor),
    restored=lambda actor, household: announce(HouseholdRestored(household_id=household.pk), actor=actor),
)
