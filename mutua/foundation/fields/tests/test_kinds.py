"""Money, several choices and links: what is taken, what is refused, and that they are filtered, ordered, exported and shown."""

from __future__ import annotations

import csv
import json

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.registry import fields_of
from mutua.foundation.fields.showing import html_of
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.queries.history import history_of
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields(cast):
    define_field(cast.root, record_kind="account", label="Fee", kind="money")
    define_field(cast.root, record_kind="account", label="Tags", kind="multi", choices=["gold", "key", "new, this year"])
    define_field(cast.root, record_kind="account", label="Portal", kind="url")


@pytest.fixture
def account(cast, fields):
    return make_account(name="One", owner=cast.ada)


def kept(cast, account, **custom):
    return edit_account(cast.ada, account.pk, version=None, custom=custom).custom


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("fee", "1250.50 EUR", {"amount": "1250.50", "currency": "EUR"}),
        ("fee", "eur 12", {"amount": "12", "currency": "EUR"}),
        ("fee", {"amount": "-3", "currency": "USD"}, {"amount": "-3", "currency": "USD"}),
        ("tags", "key; gold", ["gold", "key"]),
        ("tags", ["new, this year"], ["new, this year"]),
        ("tags", "new, this year", ["new, this year"]),
        ("portal", "www.example.com/a", "https://www.example.com/a"),
        ("portal", "mailto:a@example.com", "mailto:a@example.com"),
        ("portal", "tel:+4930123", "tel:+4930123"),
    ],
)
def test_what_is_typed_is_kept_by_its_kind(cast, account, name, given, stored):
    assert kept(cast, account, **{name: given}) == {name: stored}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("fee", "1250.50"),
        ("fee", "12 Euro"),
        ("fee", "1e400 EUR"),
        ("fee", "1e-400000 EUR"),
        ("fee", "NaN EUR"),
        ("fee", {"amount": "1"}),
        ("fee", {"amount": [1], "currency": "EUR"}),
        ("fee", True),
        ("tags", "silver"),
        ("tags", [1]),
        ("tags", {"a": "gold"}),
        ("portal", "javascript:alert(1)"),
        ("portal", " JaVaScript:alert(1)"),
        ("portal", "java\nscript:alert(1)"),
        ("portal", "data:text/html,<script>"),
        ("portal", "https:///nowhere"),
        ("portal", "https://bank.example@evil.example/"),
        ("portal", "//evil.example"),
    ],
)
def test_what_is_of_another_kind_is_refused_and_nothing_changes(cast, account, name, given):
    with pytest.raises(Refused, match="does not fit"), nothing_changes():
        edit_account(cast.ada, account.pk, version=None, custom={name: given})


def names(**leaf):
    return sorted(apply_filter(Account.objects.all(), "account", leaf).values_list("name", flat=True))


def test_money_is_compared_within_its_currency_only(fields):
    for name, amount, currency in (("A", "100", "EUR"), ("B", "900", "EUR"), ("C", "900", "USD")):
        make_account(name=name, custom={"fee": {"amount": amount, "currency": currency}})
    make_account(name="D")
    assert names(field="custom.fee", op="gt", value="500 EUR") == ["B"]
    assert names(field="custom.fee", op="is", value={"amount": "900.00", "currency": "USD"}) == ["C"]
    assert names(field="custom.fee", op="is_not", value="900 USD") == ["A", "B", "D"]
    assert names(field="custom.fee", op="in", value=["100 EUR", "900 USD"]) == ["A", "C"]
    assert names(field="custom.fee", op="between", value=["50 EUR", "150 EUR"]) == ["A"]
    assert names(field="custom.fee", op="empty") == ["D"]
    with pytest.raises(FilterError, match="say which one is meant, like 100 EUR"):
        names(field="custom.fee", op="gt", value=500)
    with pytest.raises(FilterError, match="same currency"):
        names(field="custom.fee", op="between", value=["1 EUR", "2 USD"])
    # A column with a currency beside it takes both: a bare figure is of any currency.
    make_account(name="E", spend_per_year=7, currency="CHF")
    assert names(field="spend", op="is", value=7) == names(field="spend", op="is", value="7 CHF") == ["E"]
    assert names(field="spend", op="is", value="7 EUR") == []


def test_several_choices_contain_one_and_links_are_texts(fields):
    make_account(name="A", custom={"tags": ["gold", "key"], "portal": "https://a.example/"})
    make_account(name="B", custom={"tags": ["key"]})
    make_account(name="C", custom={"tags": "gold"})
    assert names(field="custom.tags", op="contains", value="gold") == ["A", "C"]
    assert names(field="custom.tags", op="empty") == []
    assert names(field="custom.portal", op="contains", value="a.example") == ["A"]
    assert names(field="custom.portal", op="empty") == ["B", "C"]


def test_a_formula_asks_for_the_amount_in_a_currency(cast, fields):
    define_field(cast.root, record_kind="account", label="In euro", kind="formula", formula='amount(fee, "EUR") * 2')
    define_field(
        cast.root, record_kind="account", label="Golden", kind="formula", formula='includes(custom.tags, "gold") and not missing(fee)'
    )
    make_account(name="A", custom={"fee": {"amount": "5", "currency": "EUR"}, "tags": ["gold"]})
    make_account(name="B", custom={"fee": {"amount": "5", "currency": "USD"}, "tags": ["key"]})
    assert names(field="custom.in_euro", op="is", value=10) == ["A"]
    assert names(field="custom.in_euro", op="empty") == ["B"]
    assert names(field="custom.golden", op="is", value=True) == ["A"]
    for formula in ("fee + 1", "fee", "if(true, fee, fee)", "fee = fee", "tags", "missing(tags) & name"):
        with pytest.raises(Refused, match="At character"), nothing_changes():
            define_field(cast.root, record_kind="account", label="Wrong", kind="formula", formula=formula)


def test_a_choice_that_left_the_list_stays_where_it_stands(cast, account, fields):
    Account.objects.filter(pk=account.pk).update(custom={"tags": ["old", "key"]})
    assert kept(cast, account, tags=["old", "gold"]) == {"tags": ["gold", "old"]}


def test_history_and_page_say_it_in_words(cast, account):
    kept(cast, account, fee="1250.50 EUR", tags="gold; key", portal="https://a.example/")
    told = {change.label: change.after for change in history_of(cast.ada, Account.objects.get())[0].fields}
    assert told == {"Fee": "€1,250.50", "Tags": "gold, key", "Portal": "https://a.example/"}
    client = Client()
    client.force_login(cast.users["ada"])
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert '<a href="https://a.example/" rel="noopener noreferrer nofollow">a.example</a>' in page
    assert "€1,250.50" in page


def test_an_old_value_that_no_browser_should_open_is_no_link(fields):
    portal = fields_of("account")["custom.portal"]
    assert html_of(portal, "javascript:alert(1)") == "javascript:alert(1)"
    assert html_of(portal, 'https://a.example/"><script>') == '<a href="https://a.example/&quot;&gt;&lt;script&gt;" rel="noopener noreferrer nofollow">a.example/&quot;&gt;&lt;script&gt;</a>'  # fmt: skip


def test_the_form_asks_for_each_and_keeps_what_was_typed(cast, account):
    client = Client()
    client.force_login(cast.users["ada"])
    url = reverse("customers:account-edit", args=[account.pk])
    sent = {"version": account.version, "name": "One", "roles": "customer", "currency": "USD", "owner": cast.users["ada"].pk}
    wrong = client.post(url, {**sent, "custom_fee": "12", "custom_portal": "javascript:1"})
    assert wrong.status_code == 422
    assert "Write an amount with its currency, like 1250.50 EUR." in wrong.content.decode()
    assert "begins with https://" in wrong.content.decode()
    client.post(url, {**sent, "custom_fee": "12 eur", "custom_tags": ["key", "gold"], "custom_portal": "a.example"})
    saved = Account.objects.get().custom
    assert saved == {"fee": {"amount": "12", "currency": "EUR"}, "tags": ["gold", "key"], "portal": "https://a.example"}
    page = client.get(url).content.decode()
    assert 'value="12 EUR"' in page


def test_as_columns_they_are_ordered_edited_and_exported(cast, fields):
    one = make_account(name="A", owner=cast.ada, custom={"fee": {"amount": "20", "currency": "EUR"}, "tags": ["gold"]})
    make_account(name="B", owner=cast.ada, custom={"fee": {"amount": "3", "currency": "EUR"}})
    make_account(name="C", owner=cast.ada, custom={"fee": {"amount": "-1", "currency": "USD"}, "portal": "https://c.example/"})
    make_account(name="D", owner=cast.ada)
    client = Client()
    client.force_login(cast.users["ada"])
    columns = "name,custom.fee,custom.tags,custom.portal"
    page = client.get("/accounts/", {"cols": columns, "sort": "-custom.fee"}).content.decode()
    assert page.index("−$1") < page.index("€20") < page.index("€3")
    rows = list(
        csv.reader(
            client.get("/accounts/", {"cols": columns, "sort": "custom.fee", "export": "csv"}).getvalue().decode("utf-8-sig").splitlines()
        )
    )
    assert rows == [
        ["Account", "Fee", "Fee, currency", "Tags", "Portal"],
        ["B", "3", "EUR", "", ""],
        ["A", "20", "EUR", "gold", ""],
        ["C", "-1", "USD", "", "https://c.example/"],
        ["D", "", "", "", ""],
    ]
    saved = client.post("/accounts/", {"act": "cell:custom.fee", "row": one.pk, "version": 1, "value": "7.5 EUR"})
    assert "€7.50" in saved.content.decode()
    wrong = client.post("/accounts/", {"act": "cell:custom.fee", "row": one.pk, "version": 2, "value": "7.5"})
    assert wrong.status_code == 422
    stale = client.post("/accounts/", {"act": "cell:custom.tags", "row": one.pk, "version": 1, "value": "key"})
    assert stale.status_code == 409


def test_the_api_writes_them_and_says_what_is_wrong(cast, account):
    client = Client()
    client.force_login(cast.users["ada"])

    def patch(custom):
        return client.patch(
            f"/api/v1/accounts/{account.pk}", json.dumps({"custom": custom}), content_type="application/json", headers={"If-Match": '"1"'}
        )

    wrong = patch({"fee": {"amount": "1"}})
    assert wrong.status_code == 422
    assert "does not fit Fee" in wrong.content.decode()
    assert patch({"fee": {"amount": "1", "currency": "EUR"}, "tags": ["key"]}).json()["custom"] == {
        "fee": {"amount": "1", "currency": "EUR"},
        "tags": ["key"],
    }
