"""Formulas that name fields of the record which one names: account.spend in a formula of deals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.fields.actions.define_field import define_field, reword_field
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.fields.actions.retire_field import retire_field
from mutua.foundation.fields.computed import computed_values, read_formula
from mutua.foundation.fields.formula_values import value_of
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.registry import custom_fields
from mutua.foundation.filters import apply_filter
from mutua.foundation.identity.models import Role
from mutua.foundation.records.errors import Refused
from mutua.sales.models import Opportunity
from mutua.sales.tests.making import make_opportunity
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def formula(cast, kind, label, text):
    return define_field(cast.root, record_kind=kind, label=label, kind="formula", formula=text)


def comes_to(deal, actor=None):
    return {field.path: value for field, value in computed_values(deal, custom_fields("opportunity", actor))}


@pytest.fixture
def stores(cast):
    return define_field(cast.root, record_kind="account", label="Stores", kind="number")


def test_the_database_and_python_come_to_the_same(cast, stores):
    define_field(cast.root, record_kind="account", label="Fee", kind="money")
    formula(cast, "account", "Per store", "spend / stores")
    texts = {
        "share": "round(amount / account.spend, 4)",
        "bare": "account.stores + 1",
        "prefixed": "account.custom.stores * 2",
        "of_formula": "round(account.per_store, 2)",
        "words": 'upper(account.country) & "/" & account.name',
        "when": "days(engaged_on, account.created) > 0",
        "fee": 'amount(account.fee, "EUR")',
        "gone": "missing(account.category_spend)",
        "owner": "account.industry = lower(account.industry)",
    }
    for name, text in texts.items():
        formula(cast, "opportunity", name, text)
    fee = {"amount": "7.5", "currency": "EUR"}
    account = make_account(name="Alder", owner=cast.ada, spend_per_year=Decimal(300), country="Zambia", custom={"stores": "4", "fee": fee})
    for deal in (
        make_opportunity(account=account, owner=cast.ada, amount=Decimal(100), engaged_on=date(2030, 1, 1)),
        make_opportunity(account=make_account(), owner=cast.ada, amount=Decimal(100)),
    ):
        its, stored = deal.account, deal.account.custom
        number = Decimal(stored["stores"]) if "stores" in stored else None
        leaves = {
            "amount": deal.amount, "engaged_on": deal.engaged_on, "account.spend": its.spend_per_year, "account.country": its.country,
            "account.name": its.name, "account.created": its.created_at.date(), "account.industry": its.industry,
            "account.category_spend": its.category_spend, "account.stores": number, "account.custom.stores": number,
            "account.per_store": Decimal(75) if number else None,
            "account.fee!amount": Decimal("7.5") if stored else None, "account.fee!currency": "EUR" if stored else None,
        }  # fmt: skip
        known, found = Known(), comes_to(deal)
        for row in CustomField.objects.filter(record_kind="opportunity"):
            assert found.get(row.name) == value_of(read_formula(known, row), leaves, days.today()), row.name
    first = Opportunity.objects.order_by("pk")[0]
    assert (comes_to(first)["share"], comes_to(first)["of_formula"], comes_to(first)["words"]) == (Decimal("0.3333"), 75, "ZAMBIA/Alder")


def test_it_is_filtered_by_and_follows_the_account(cast, stores):
    formula(cast, "opportunity", "Share", "amount / account.spend")
    account = make_account(owner=cast.ada, spend_per_year=Decimal(200))
    make_opportunity(account=account, owner=cast.ada, amount=Decimal(100))
    large = {"field": "custom.share", "op": "gt", "value": "0.4"}
    assert apply_filter(Opportunity.objects.all(), "opportunity", large).count() == 1
    edit_account(cast.ada, account.pk, version=None, spend_per_year=Decimal(1000))
    assert apply_filter(Opportunity.objects.all(), "opportunity", large).count() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("account.spnd", "there is no field “account.spnd”. Did you mean “account.spend”"),
        ("account.parent.country", "there is no field"),
        ("account.name + 1", "a number was expected, not a text"),
        ("account.orders.value", "no single value"),
        ("owner.email", "there is no field"),
        ("account.roles", "no single value"),
    ],
)
def test_what_does_not_read_is_refused(cast, text, sentence):
    with pytest.raises(Refused, match=sentence), nothing_changes():
        formula(cast, "opportunity", "Wrong", text)


def test_a_circle_over_kinds_is_refused_with_its_path(cast):
    above = formula(cast, "account", "Above", "spend * 2")
    formula(cast, "opportunity", "Share", "amount / account.above")
    rolled = {"kind": "rollup", "relation": "deals", "function": "sum", "of": "custom.share"}
    define_field(cast.root, record_kind="account", label="Shares", **rolled)
    path = "account.above → account.shares → opportunity.share → account.above"
    with pytest.raises(Refused, match=path), nothing_changes():
        reword_field(cast.root, above.pk, label="Above", formula="shares + 1")
    with pytest.raises(Refused, match="endless → endless"), nothing_changes():
        formula(cast, "account", "Endless", "parent.endless + 1")


def test_what_another_kind_stands_on_is_not_taken_away(cast, stores):
    formula(cast, "opportunity", "Per store", "amount / account.stores")
    with pytest.raises(Refused, match="“per_store” would no longer be read"), nothing_changes():
        retire_field(cast.root, stores.pk)


def test_what_is_hidden_of_the_account_hides_the_formula_of_the_deal(cast, stores):
    formula(cast, "account", "Twice", "stores * 2")
    for name, text in (("direct", "account.stores"), ("through", "account.twice"), ("free", "account.tier")):
        formula(cast, "opportunity", name, text)
    role = Role.objects.get(key="representative")
    hide_fields(cast.root, role.pk, ["account.custom.stores"], version=role.version)
    assert set(custom_fields("opportunity", actor_with_id(cast.user("ada").pk))) == {"free"}
    assert set(custom_fields("opportunity", cast.root)) == {"direct", "through", "free"}


def test_of_an_account_that_one_does_not_see_nothing_is_told(cast, stores):
    formula(cast, "opportunity", "Stores", "account.stores + account.tier")
    deal = make_opportunity(account=make_account(owner=cast.eve, tier=1, custom={"stores": "4"}), owner=cast.ada)
    assert comes_to(deal, cast.root) == {"stores": 5}
    assert comes_to(deal, cast.ada) == {}


def test_nothing_grows_without_bound_by_being_asked_through_others(cast):
    formula(cast, "account", "f0", "tier + tier")
    for number in range(3):
        formula(cast, "account", f"f{number + 1}", f"parent.f{number} + parent.f{number}")
    with pytest.raises(Refused, match="over more than 3 records"), nothing_changes():
        formula(cast, "account", "f4", "parent.f3")
    with pytest.raises(Refused, match="more than 200 parts"), nothing_changes():
        formula(cast, "opportunity", "wide", " + ".join(["account.f2"] * 9))
