"""Naming the customer of a row: a company by name or key, a person or a household by key."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import COLUMNS, Whose
from mutua.customers.queries.named import accounts_named, households_keyed, people_keyed
from mutua.foundation.imports import Batch, Row, Target

PERSON = Target("person", _("Person, by key"), synonyms=("consumer", "customer id", "customerid", "person key"))
HOUSEHOLD = Target("household", _("Household, by key"), synonyms=("household id", "household key"))
PARTY = (
    Target("account", _("Account"), synonyms=("customer", "company", "bill to", "debtor")),
    PERSON,
    HOUSEHOLD,
)
NAMES = ("account", "person", "household")


def party_text(values: dict[str, Any]) -> str:
    return str(next((values[name] for name in NAMES if values.get(name)), ""))


def whose(row: Row) -> Whose:
    """After `find_parties`: the customer by number."""
    account, person, household = (row.values.get(column) for column in COLUMNS)
    return account, person, household


def check_party(row: Row) -> None:
    named = sum(bool(row.values.get(name)) for name in NAMES)
    if named == 0:
        row.refuse("account", _("The row names no customer: an account, a person or a household."))
    elif named > 1:
        row.refuse("account", _("It belongs to one account, to one person or to one household: name exactly one of them."))


def find_parties(batch: Batch) -> None:
    accounts = accounts_named(batch.actor, batch.source, batch.texts("account"))
    people = people_keyed(batch.actor, batch.source, batch.texts("person"))
    households = households_keyed(batch.actor, batch.source, batch.texts("household"))
    for row in batch.rows:
        name, person, household = (row.values.get(kind) for kind in NAMES)
        row.values["account_id"] = accounts.get(name) if name else None
        row.values["person_id"] = people.get(person) if person else None
        row.values["household_id"] = households.get(household) if household else None
        if name and row.values["account_id"] is None:
            sentence = _("Two accounts fit this name.") if name in accounts else _("There is no account of this name.")
            row.refuse("account", sentence, found=name)
        if person and row.values["person_id"] is None:
            row.refuse("person", _("There is no person of this key from this source."), found=person)
        if household and row.values["household_id"] is None:
            row.refuse("household", _("There is no household of this key from this source."), found=household)
