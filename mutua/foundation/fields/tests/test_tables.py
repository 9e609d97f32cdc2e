"""Custom fields of each table: typed into its form or taken in from a file, shown on its page, a column of its list, in its API."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from mutua.backoffice.models import Invoice, Order, Shipment
from mutua.catalog.models import Offering, Product
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.daybook.models import Task
from mutua.foundation.access import flow_actor
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.imports.actions.import_now import import_now
from mutua.sales.models import Opportunity
from mutua.sales.pipelines import ensure_pipeline

pytestmark = pytest.mark.django_db
FEE = {"amount": "7.5", "currency": "EUR"}


@pytest.fixture
def client(cast):
    client = Client()
    client.force_login(cast.users["root"])
    return client


def define(cast, kind):
    define_field(cast.root, record_kind=kind, label="Fee", kind="money")
    define_field(cast.root, record_kind=kind, label="Double", kind="formula", formula='amount(fee, "EUR") * 2')
    define_field(cast.root, record_kind=kind, label="Marks", kind="multi", choices=["a", "b"])


FORMS = [
    (
        "opportunity",
        Opportunity,
        "/deals/new/",
        lambda account: {"account": f"(#{account.pk})", "name": "D", "currency": "USD", "amount": 1},
    ),
    ("task", Task, "/tasks/new/", lambda account: {"title": "Call"}),
    ("product", Product, "/products/new/", lambda account: {"name": "P", "currency": "USD"}),
    (
        "offering",
        Offering,
        "/offerings/new/",
        lambda account: {"name": "O", "value_proposition": "Sooner", "currency": "USD", "price_basis": "unit"},
    ),
    ("household", None, "/households/new/", lambda account: {"name": "H"}),
]


@pytest.mark.parametrize(("kind", "model", "url", "values"), FORMS, ids=[one[0] for one in FORMS])
def test_a_form_asks_for_them_and_the_page_shows_them(cast, client, kind, model, url, values):
    from mutua.customers.models import Household

    define(cast, kind)
    sent = values(make_account(name="One"))
    wrong = client.post(url, {**sent, "custom_fee": "seven"})
    assert wrong.status_code == 422
    assert "like 1250.50 EUR" in wrong.content.decode()
    assert client.post(url, {**sent, "custom_fee": "7.5 eur", "custom_marks": ["b"]}).status_code == 302
    record = (model or Household).objects.get()
    assert record.custom == {"fee": FEE, "marks": ["b"]}
    if kind != "task":
        page = client.get(record.get_absolute_url()).content.decode()
        assert "€7.50" in page
        assert "Double" in page


FILES = {
    "opportunities": (Opportunity, "key,account,stage,name", "1,One,prospecting,D", "/deals/"),
    "orders": (Order, "key,account,number,quantity,value", "1,One,N1,1,10", "/orders/"),
    "shipments": (Shipment, "key,account,number,promised_on,quantity_ordered,value", "1,One,N1,2026-01-05,3,9", "/deliveries/"),
    "invoices": (Invoice, "key,account,number,invoiced_on,value,currency", "1,One,N1,2026-01-05,10,USD", "/invoices/"),
    "products": (Product, "key,name", "1,P", "/products/"),
    "accounts": (Account, "key,name", "1,Two", "/accounts/"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_fills_them_by_their_headings_and_a_list_shows_and_exports_them(cast, client, kind):
    model, headings, cells, url = FILES[kind]
    define(cast, model._meta.model_name)
    make_account(name="One")
    ensure_pipeline()
    content = io.BytesIO(f'{headings},Fee,"Fee, currency",Marks\n{cells},"1,207.50",EUR,b;a\n'.encode())
    run = import_now(flow_actor("test"), kind, content, file_name="f.csv", source="test")
    record = model.objects.exclude(source_key="").get()
    assert record.custom == {"fee": {"amount": "1207.50", "currency": "EUR"}, "marks": ["a", "b"]}, run.state
    columns = "custom.fee,custom.double,custom.marks"
    page = client.get(url, {"cols": columns})
    assert ">2,415<" in page.content.decode()
    exported = client.get(url, {"cols": columns, "sort": "-custom.double", "export": "csv"})
    heads, *rows = list(csv.reader(exported.getvalue().decode("utf-8-sig").splitlines()))
    assert heads[1:] == ["Fee", "Fee, currency", "Double", "Marks"]
    assert rows[0][1:] == ["1207.5", "EUR", "2415", "a; b"]


def test_a_currency_may_stand_in_the_same_cell(cast):
    define(cast, "account")
    content = io.BytesIO(b"key,name,Fee\n1,A,EUR 1.207\n2,B,$ 12.5\n3,C,12\n4,D,twelve EUR\n")
    run = import_now(flow_actor("test"), "accounts", content, file_name="f.csv", source="test")
    assert [row.custom.get("fee") for row in Account.objects.order_by("source_key")] == [
        {"amount": "1.207", "currency": "EUR"},
        {"amount": "12.5", "currency": "USD"},
        None,
        None,
    ]
    assert run.pk


@pytest.mark.parametrize("url", ["/api/v1/opportunities", "/api/v1/shipments", "/api/v1/invoices", "/api/v1/households", "/api/v1/people"])
def test_the_api_tells_what_is_computed(cast, client, url):
    answer = client.get(url, {"sort": "id"})
    assert answer.status_code == 200
    assert client.get(url, {"sort": "custom.none"}).status_code == 400
