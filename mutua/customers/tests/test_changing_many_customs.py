"""Custom fields of many records changed at once, and taken back value by value."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.models import Account, Household
from mutua.customers.tests.making import make_account, make_household
from mutua.customers.tests.test_changing_many import change, undo
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.fields.actions.retire_field import retire_field
from mutua.foundation.fields.models import CustomField
from mutua.foundation.identity.models import Role
from mutua.foundation.lists.models import BulkRun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(cast, client: Client) -> Client:
    define_field(cast.root, record_kind="account", label="Stores", kind="number")
    define_field(cast.root, record_kind="account", label="Fee", kind="money")
    define_field(cast.root, record_kind="account", label="Marks", kind="multi", choices=["Gold", "New"])
    client.force_login(cast.user("ada"))
    return client


def customs() -> list[dict[str, Any]]:
    return list(Account.objects.order_by("pk").values_list("custom", flat=True))


def test_chosen_accounts_get_the_values_and_keep_their_others(cast, ada: Client) -> None:
    accounts = [make_account(owner=cast.ada, custom=custom) for custom in ({"stores": "3", "marks": ["New"]}, {}, {"stores": "5"})]
    form = ada.post("/accounts/", {"act": "bulk:change", "ids": [one.pk for one in accounts]}).content.decode()
    assert all(label in form for label in ("Stores", "Fee", "Marks"))
    change(ada, "/accounts/", accounts[:2], custom_fee="12.50 EUR", custom_marks=["Gold"])
    fee = {"amount": "12.50", "currency": "EUR"}
    assert customs() == [{"stores": "3", "marks": ["Gold"], "fee": fee}, {"marks": ["Gold"], "fee": fee}, {"stores": "5"}]


def test_it_is_taken_back_value_by_value_and_what_somebody_changed_since_stays(cast, ada: Client) -> None:
    before: list[dict[str, Any]] = [{"stores": "3"}, {}, {"stores": "5", "marks": ["New"]}]
    accounts = [
        make_account(owner=cast.ada, name=name, custom=custom) for name, custom in zip(("Alder", "Birch", "Cedar"), before, strict=True)
    ]
    change(ada, "/accounts/", accounts, custom_stores="9", custom_marks=["Gold"])
    edit_account(cast.ben, accounts[0].pk, version=None, custom={"stores": "10"})
    edit_account(cast.ben, accounts[1].pk, version=None, custom={"fee": "1 EUR"})
    back = undo(ada)
    assert customs() == [{"stores": "10"}, {"fee": {"amount": "1", "currency": "EUR"}}, {"stores": "5", "marks": ["New"]}]
    assert back.said == "Undo: Change: 3 rows done. Left as they are, for somebody changed them since: Alder"


def test_what_a_field_that_was_retired_since_holds_stays(cast, ada: Client) -> None:
    account = make_account(owner=cast.ada, name="Alder")
    change(ada, "/accounts/", [account], custom_stores="9", custom_marks=["Gold"])
    retire_field(cast.root, CustomField.objects.get(name="stores").pk)
    back = undo(ada)
    assert customs() == [{"stores": "9"}]
    assert back.said.endswith("somebody changed them since: Alder")


@pytest.mark.parametrize("sent", [{"custom_stores": "many"}, {"custom_fee": "12"}, {"custom_marks": ["Silver"]}, {"custom_no_such": "1"}])
def test_a_value_that_is_none_changes_nothing_and_says_why(cast, ada: Client, sent: dict[str, Any]) -> None:
    accounts = [make_account(owner=cast.ada) for _ in range(2)]
    assert change(ada, "/accounts/", accounts, **sent).status_code == 422
    assert customs() == [{}, {}]
    assert not BulkRun.objects.exists()


def test_what_is_hidden_from_her_is_neither_offered_nor_written(cast, ada: Client) -> None:
    account = make_account(owner=cast.ada, custom={"stores": "3"})
    role = Role.objects.get(key="representative")
    hide_fields(cast.root, role.pk, ["account.custom.stores"], version=role.version)
    assert "account.custom.stores" in actor_with_id(cast.user("ada").pk).hidden
    assert "Stores" not in ada.post("/accounts/", {"act": "bulk:change", "ids": [account.pk]}).content.decode()
    change(ada, "/accounts/", [account], custom_stores="9", country="Kenya")
    assert customs() == [{"stores": "3"}]


def test_a_list_without_fields_to_change_offers_it_from_the_first_custom_field_on(cast, ada: Client) -> None:
    household = make_household(owner=cast.ada)
    assert 'value="bulk:change"' not in ada.get("/households/").content.decode()
    define_field(cast.root, record_kind="household", label="Pets", kind="number")
    assert 'value="bulk:change"' in ada.get("/households/").content.decode()
    change(ada, "/households/", [household], custom_pets="2")
    assert Household.objects.get().custom == {"pets": "2"}
    assert undo(ada).changed == 1
    assert Household.objects.get().custom == {}
