"""The page on which a field is defined: it asks for what the kind needs, and says what a formula or a roll-up comes to while it is typed."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mutua.customers.tests.making import make_account
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.defining import read_condition
from mutua.foundation.fields.models import CustomField
from mutua.sales.tests.making import make_opportunity
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
BIG = {"field": "amount", "op": "gte", "value": 1000}


@pytest.fixture
def client(cast):
    client = Client()
    client.force_login(cast.users["root"])
    return client


def asked(client, **said):
    page = client.get(reverse("fields:new"), {"parts": 1, **said}).content.decode()
    names = ("choices", "formula", "relation", "function", "of", "currency", "condition")
    return {name for name in names if f'name="{name}"' in page}


def test_each_kind_is_asked_what_it_needs(client):
    assert asked(client, kind="text") == set()
    assert asked(client, kind="multi") == {"choices"}
    assert asked(client, kind="formula") == {"formula"}
    roll_up = {"kind": "rollup", "record_kind": "account", "relation": "deals"}
    assert asked(client, **roll_up, function="count") == {"relation", "function", "condition"}
    assert asked(client, **roll_up, function="max", of="engaged_on") == {"relation", "function", "of", "currency", "condition"}
    assert asked(client, kind="rollup", record_kind="account", relation="people", function="max") == {
        "relation",
        "function",
        "of",
        "condition",
    }
    assert asked(client, **roll_up, function="sum", of="amount") == {"relation", "function", "of", "currency", "condition"}


def test_the_page_defines_a_roll_up_with_the_address_of_a_list(client):
    make_opportunity(account=make_account(name="One"), amount=5000)
    address = "https://crm.example/deals/?" + urlencode({"f": json.dumps(BIG), "sort": "-amount"})
    sent = {
        "record_kind": "account",
        "label": "Large",
        "kind": "rollup",
        "relation": "deals",
        "function": "count",
        "condition": address,
        "order": 0,
    }
    assert client.post(reverse("fields:new"), sent).status_code == 302
    field = CustomField.objects.get()
    assert (field.relation, field.function, field.condition) == ("deals", "count", BIG)
    page = client.get(reverse("fields:edit", args=[field.pk])).content.decode()
    assert "&quot;gte&quot;" in page
    assert "Deals · How many" in client.get(reverse("fields:custom-fields")).content.decode()


def test_while_typing_it_says_kind_and_examples_or_what_is_wrong(client):
    make_account(name="Twelve", spend_per_year=144)
    where = reverse("fields:check")
    said = {"record_kind": "account", "kind": "formula", "label": "", "order": 0}
    with nothing_changes():
        page = client.get(where, {**said, "formula": "spend / 12"}).content.decode()
        wrong = client.get(where, {**said, "formula": "spend / nmae"}).content.decode()
        empty = client.get(where, {**said, "formula": ""}).content.decode()
    assert "Comes to a number." in page
    assert "Twelve" in page
    assert "12" in page
    assert "At character 9: there is no field “nmae”. Did you mean “name”?" in wrong
    assert "form-error" not in empty
    said = {"record_kind": "account", "kind": "rollup", "relation": "deals", "function": "count", "condition": json.dumps(BIG)}
    page = client.get(where, said).content.decode()
    assert "Only where Amount is at least 1000." in page
    assert client.get(where, {**said, "condition": "{"}).content.decode().count("form-error") == 1


def test_an_existing_one_is_tried_without_being_written(cast, client):
    field = define_field(cast.root, record_kind="account", label="Monthly", kind="formula", formula="spend / 12")
    with nothing_changes():
        page = client.get(reverse("fields:check"), {"field": field.pk, "label": "Monthly", "formula": "monthly"}).content.decode()
    assert "monthly → monthly" in page


def test_who_defines_no_fields_tries_none(cast):
    client = Client()
    client.force_login(cast.users["ada"])
    assert client.get(reverse("fields:check")).status_code == 403


@pytest.mark.parametrize("text", ["{", "[]", "1", "https://crm.example/deals/", "/deals/?f=1", "/deals/?f=%5B%5D", "{" * 5000])
def test_what_is_no_condition_is_said(text):
    with pytest.raises(ValidationError, match="neither the address"):
        read_condition(text)
