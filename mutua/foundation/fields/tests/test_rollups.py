"""Roll-ups: what they come to, for whom, and that no circle gets in."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

from mutua.backoffice.tests.making import make_order
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.fields.actions.define_field import define_field, reword_field
from mutua.foundation.fields.actions.retire_field import bring_field_back, retire_field
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.registry import custom_fields
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.records.errors import Refused
from mutua.sales.models import Opportunity
from mutua.sales.tests.making import make_opportunity
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db

BIG = {"field": "amount", "op": "gte", "value": 1000}


@pytest.fixture
def roll_up(cast):
    def define(label, function="count", of="", record_kind="account", relation="deals", **more):
        return define_field(
            cast.root, record_kind=record_kind, label=label, kind="rollup", relation=relation, function=function, of=of, **more
        )

    return define


def names(field, op, value=None, actor=None):
    leaf = {"field": field, "op": op} | ({} if value is None else {"value": value})
    return sorted(apply_filter(Account.objects.all(), "account", leaf, actor=actor).values_list("name", flat=True))


def values(*fields, actor=None):
    known = custom_fields("account", actor)
    rows = Account.objects.annotate(**{f"x_{name}": known[name].expression() for name in fields}).order_by("name")
    return [tuple(row) for row in rows.values_list(*(f"x_{name}" for name in fields))]


def test_what_it_comes_to_by_each_function(cast, roll_up):
    one, _two = make_account(name="A", currency="USD"), make_account(name="B", currency="USD")
    make_opportunity(account=one, amount=100, engaged_on=date(2026, 1, 5))
    make_opportunity(account=one, amount=3000, engaged_on=date(2026, 2, 5))
    make_opportunity(account=one, amount=50, currency="EUR")
    gone = make_opportunity(account=one, amount=9)
    Opportunity.objects.filter(pk=gone.pk).update(deleted_at=gone.created_at)
    roll_up("Deals")
    roll_up("Large", condition=BIG)
    roll_up("Worth", "sum", "amount")
    roll_up("In euro", "sum", "amount", currency="eur")
    roll_up("Usual", "average", "amount")
    roll_up("Least", "min", "amount")
    roll_up("Last", "max", "engaged_on")
    assert values("deals", "large", "worth", "in_euro", "usual", "least", "last") == [
        (3, 1, 3100, 50, 1550, 100, date(2026, 2, 5)),
        (0, 0, 0, 0, None, None, None),
    ]
    assert names("custom.worth", "gt", 3000) == names("custom.worth", "gt", "3000 USD") == ["A"]
    assert names("custom.worth", "gt", "3000 EUR") == []
    assert names("custom.last", "after", "2026-02-01") == ["A"]


def test_it_counts_what_the_one_who_looks_may_see(cast, roll_up):
    roll_up("Below", relation="subsidiaries")
    head = make_account(name="Head", owner=cast.ada)
    make_account(name="Hers", parent=head, owner=cast.ada)
    make_account(name="His", parent=head, owner=cast.cleo)
    assert names("custom.below", "is", 1, actor=cast.ada) == ["Head"]
    assert names("custom.below", "is", 2) == ["Head"]
    client = Client()
    client.force_login(cast.users["ada"])
    assert client.get(f"/api/v1/accounts/{head.pk}").json()["computed"] == {"below": "1"}
    exported = client.get("/accounts/", {"cols": "name,custom.below", "export": "csv", "sort": "-custom.below"}).getvalue().decode()
    assert exported.splitlines()[1] == "Head,1"


def test_formulas_and_roll_ups_name_each_other(cast, roll_up):
    define_field(cast.root, record_kind="opportunity", label="Chance", kind="number")
    define_field(cast.root, record_kind="opportunity", label="Weighted", kind="formula", formula="amount * chance")
    roll_up("Expected", "sum", "custom.weighted")
    define_field(cast.root, record_kind="account", label="Net", kind="formula", formula="round(expected - 10, 1)")
    account = make_account(name="A")
    make_opportunity(account=account, amount=100, custom={"chance": "0.5"})
    make_opportunity(account=account, amount=10, custom={"chance": "0.1"})
    assert values("expected", "net") == [(51, 41)]
    roll_up("Net below", "sum", "custom.net", relation="subsidiaries")
    make_account(name="B", parent=account)
    assert values("net_below") == [(-10,), (0,)]


def test_a_circle_is_refused_with_its_path_however_long(cast, roll_up):
    roll_up("Total", "sum", "category_spend", relation="subsidiaries", currency="USD")
    total = CustomField.objects.get(name="total")
    with pytest.raises(Refused, match="total → total"), nothing_changes():
        reword_field(cast.root, total.pk, label="Total", relation="subsidiaries", function="max", of="custom.total")
    define_field(cast.root, record_kind="opportunity", label="Share", kind="formula", formula="amount / 2")
    share = CustomField.objects.get(name="share")
    roll_up("Shares", "sum", "custom.share")
    roll_up(
        "Twice", "count", record_kind="order", relation="invoices", condition={"field": "account.custom.shares", "op": "gt", "value": 2}
    )
    shares, condition = CustomField.objects.get(name="shares"), {"field": "custom.twice", "op": "gt", "value": 1}
    with pytest.raises(Refused, match=r"account.shares → order.twice → account.shares"), nothing_changes():
        reword_field(cast.root, shares.pk, label="Shares", relation="orders", function="count", condition=condition)
    retire_field(cast.root, CustomField.objects.get(name="twice").pk)
    with pytest.raises(Refused, match="“shares” would no longer be read"), nothing_changes():
        retire_field(cast.root, share.pk)
    with pytest.raises(Refused, match="“shares” would no longer be read"), nothing_changes():
        reword_field(cast.root, share.pk, label="Share", formula="name")


def test_a_circle_that_came_from_elsewhere_is_left_out_instead_of_never_ending(cast, roll_up):
    roll_up("Total", "count", relation="subsidiaries")
    CustomField.objects.update(function="sum", of="custom.total")
    assert custom_fields("account") == {}
    with pytest.raises(FilterError, match="There is no field"):
        names("custom.total", "gt", 1)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"relation": "nothing"}, "Choose which records"),
        ({"function": "median"}, "Choose what is computed"),
        ({"function": "sum", "of": "name"}, "that can be rolled up"),
        ({"function": "sum", "of": "engaged_on"}, "that can be rolled up"),
        ({"function": "sum", "of": "custom.none"}, "that can be rolled up"),
        ({"function": "sum", "of": "amount", "currency": "euro"}, "three letters"),
        ({"condition": {"field": "nme", "op": "is", "value": "x"}}, "There is no field “nme”.*Did you mean “name”"),
        ({"condition": {"field": "amount", "op": "contains", "value": "x"}}, "cannot be compared"),
        ({"condition": {"some": []}}, "A filter is an object"),
        ({"record_kind": "person", "relation": "invoices", "function": "sum", "of": "value"}, "two currencies do not add up"),
    ],
)
def test_what_cannot_be_computed_is_refused(roll_up, more, sentence):
    with pytest.raises(Refused, match=sentence), nothing_changes():
        roll_up("Wrong", **more)


def test_one_that_came_back_is_read_again(cast, roll_up):
    field = roll_up("Deals")
    retire_field(cast.root, field.pk)
    assert bring_field_back(cast.root, field.pk).retired_at is None


def test_a_list_with_ten_custom_columns_keeps_its_query_budget(cast, roll_up, django_assert_max_num_queries):
    for label, kind in (("Text", "text"), ("Fee", "money"), ("Day", "date"), ("Ok", "bool"), ("Link", "url")):
        define_field(cast.root, record_kind="account", label=label, kind=kind)
    define_field(cast.root, record_kind="account", label="Monthly", kind="formula", formula="spend / 12")
    roll_up("Deals")
    define_field(cast.root, record_kind="account", label="Euro", kind="formula", formula='amount(fee, "EUR") + deals')
    roll_up("Worth", "sum", "amount", condition=BIG)
    roll_up("Orders", relation="orders")
    for number in range(8):
        account = make_account(name=f"A{number}", owner=cast.ada, custom={"fee": {"amount": str(number), "currency": "EUR"}})
        make_opportunity(account=account, amount=2000 + number, owner=cast.ada)
        make_order(account)
    client = Client()
    client.force_login(cast.users["ada"])
    columns = ",".join(["name", *(f"custom.{row.name}" for row in CustomField.objects.all())])
    where = json.dumps({"all": [{"field": "custom.euro", "op": "gte", "value": 1}, {"field": "owner.name", "op": "not_empty"}]})
    client.get("/accounts/")
    with django_assert_max_num_queries(12):
        page = client.get("/accounts/", {"cols": columns, "sort": "-custom.worth", "f": where})
    html = page.content.decode()
    assert page.status_code == 200
    assert html.index("$2,007") < html.index("$2,000")
    second = client.get("/accounts/", {"cols": columns, "sort": "custom.worth", "f": where, "export": "xlsx"})
    assert second.status_code == 200
