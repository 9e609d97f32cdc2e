"""What stood in the fields of accounts, people, households and of what hangs on them can be put back, by the same acts that edit them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.actions.edit_household import edit_household
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.details import DETAILS
from mutua.customers.models import Account, Household, Person
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.details import detail_for
from mutua.customers.queries.households import household_for
from mutua.customers.queries.people import person_for
from mutua.customers.values import ACCOUNT_FIELDS, HOUSEHOLD_FIELDS, PERSON_FIELDS
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
old_values(
    "household",
    Household,
    find=household_for,
    edit=edit_household,
    view_needs="customers.person.view",
    edit_needs="customers.person.edit",
    fields=HOUSEHOLD_FIELDS,
)


def _page(key: str, record: Any) -> str:
    return reverse("customers:detail-edit", args=[key, record.pk])


for _detail in DETAILS.values():
    old_values(
        _detail.key,
        _detail.model,
        find=partial(detail_for, detail=_detail),
        edit=partial(edit_detail, detail=_detail),
        view_needs=_detail.permission,
        edit_needs=_detail.permission,
        fields=(*_detail.fields, "custom"),
        page=partial(_page, _detail.key),
    )
