"""Formula fields as fields: defined, refused, filtered by, shown, and never written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.fields.actions.define_field import define_field, reword_field
from mutua.foundation.fields.actions.retire_field import bring_field_back, retire_field
from mutua.foundation.fields.computed import computed_values
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.registry import custom_fields, writable_custom_fields
from mutua.foundation.fields.values import BadValue, clean_custom
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def per_store(cast):
    define_field(cast.root, record_kind="account", label="Stores", kind="number")
    return define_field(cast.root, record_kind="account", label="Per store", kind="formula", formula="spend / stores")


def names(tree):
    return sorted(apply_filter(Account.objects.all(), "account", tree).values_list("name", flat=True))


def test_it_is_filtered_by_as_its_own_kind_and_follows_the_values(per_store):
    make_account(name="Ten each", spend_per_year=Decimal("100"), custom={"stores": "10"})
    other = make_account(name="Fifty each", spend_per_year=Decimal("100"), custom={"stores": "2"})
    make_account(name="No store", spend_per_year=Decimal("100"), custom={"stores": "0"})
    make_account(name="Not known", spend_per_year=Decimal("100"))
    large = {"field": "custom.per_store", "op": "gt", "value": 20}
    assert names(large) == ["Fifty each"]
    assert names({"field": "custom.per_store", "op": "empty"}) == ["No store", "Not known"]
    assert [value for _field, value in computed_values(other, custom_fields("account"))] == [50]
    Account.objects.filter(pk=other.pk).update(custom={"stores": "50"})
    assert names(large) == []


def test_nobody_writes_it(per_store):
    assert "per_store" not in writable_custom_fields("account")
    with pytest.raises(BadValue, match="computed by a formula"):
        clean_custom("account", {"per_store": "1"})


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("", "needs a formula"),
        ("spend + name", "a number was expected, not a text"),
        ("spnd", "Did you mean “spend”"),
        ("roles", "no single value"),
        ("margin", "margin → margin"),
        ("custom.per_store & name", "a text was expected"),
    ],
)
def test_what_does_not_read_is_refused(cast, per_store, formula, sentence):
    with pytest.raises(Refused, match=sentence), nothing_changes():
        define_field(cast.root, record_kind="account", label="Margin", kind="formula", formula=formula)


def test_a_change_that_breaks_another_formula_is_refused(cast, per_store):
    above = define_field(cast.root, record_kind="account", label="Above", kind="formula", formula="per_store * 2")
    for formula, sentence in (("name", "“above” would no longer be read"), ("above", "per_store → above → per_store")):
        with pytest.raises(Refused, match=sentence), nothing_changes():
            reword_field(cast.root, per_store.pk, label="Per store", formula=formula)
    with pytest.raises(Refused, match="“per_store” would no longer be read"), nothing_changes():
        retire_field(cast.root, CustomField.objects.get(name="stores").pk)
    retire_field(cast.root, above.pk)
    reword_field(cast.root, per_store.pk, label="Per store", formula="name")
    with pytest.raises(Refused, match="a number was expected"), nothing_changes():
        bring_field_back(cast.root, above.pk)


def test_a_formula_that_no_longer_reads_is_left_out_instead_of_failing(cast, per_store):
    CustomField.objects.filter(pk=per_store.pk).update(formula="gone + 1")
    assert list(custom_fields("account")) == ["stores"]


def test_a_number_that_no_comparison_could_hold_is_refused(cast, per_store):
    with pytest.raises(BadValue):
        clean_custom("account", {"stores": "1e40"})


def test_an_unknown_field_is_told_with_the_nearest(per_store):
    with pytest.raises(FilterError, match=r"Did you mean “custom\.per_store”"):
        names({"field": "custom.perstore", "op": "empty"})


def test_the_page_defines_it_and_says_what_is_wrong(cast):
    client = Client()
    client.force_login(cast.users["root"])
    sent = {"record_kind": "account", "label": "Monthly", "kind": "formula", "order": 0}
    wrong = client.post(reverse("fields:new"), {**sent, "formula": "spend / name"})
    assert wrong.status_code == 422
    assert "At character 9: a number was expected, not a text" in wrong.content.decode()
    client.post(reverse("fields:new"), {**sent, "formula": "spend / 12"})
    account = make_account(name="One", spend_per_year=Decimal("1200"))
    assert [value for _field, value in computed_values(account, custom_fields("account"))] == [100]
    field = CustomField.objects.get()
    assert "spend / 12" in client.get(reverse("fields:edit", args=[field.pk])).content.decode()
    assert "spend / 12" in client.get(reverse("fields:custom-fields")).content.decode()
