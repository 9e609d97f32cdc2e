"""What stood in the fields of accounts and people can be put back, by the same acts that edit them."""

from __future__ import annotations

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.models import Account, Person
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.people import person_for
from mutua.customers.values import ACCOUNT_FIELDS, PERSON_FIELDS
from mutua.foundation.records.returning import old_values

old_values(
    "account",
    Account,
    find=account_for,
    edit=edit_account,
    view_needs="customers.account.view",
    edit_needs="customers.account.edit",
    fields=ACCOUNT_FIELDS,
)
old_values(
    "person",
    Person,
    find=person_for,
    edit=edit_person,
    view_needs="customers.person.view",
    edit_needs="customers.person.edit",
    fields=PERSON_FIELDS,
)
