"""Invoices and credit standing: how they come in, what they add up to, and who sees them."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from mutua.backoffice.models import CreditStanding, Invoice
from mutua.backoffice.models.party import of_party
from mutua.backoffice.queries.holdings import bought_by
from mutua.backoffice.queries.owing import invoices_seen, open_invoices_of, owed_by, standings_of
from mutua.backoffice.rules.owing import days_overdue
from mutua.backoffice.tests.making import make_credit, make_invoice, make_order, make_order_line
from mutua.catalog.tests.making import make_product
from mutua.customers.models import Account
from mutua.customers.queries.company import company_of
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.filters import apply_filter
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.models import ImportRun
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db

ROOT = flow_actor("test")
INVOICES = """Invoice,Customer,Customer ID,Invoice date,Due date,Amount,Open,Currency,PO number,As of
I-1,Zambia,,2026-03-01,2026-03-31,100.10,60.10,USD,PO-1,2026-06-30
I-2,Zambia,,2026-03-02,2026-04-01,50,,EUR,PO-9,2026-06-30
C-1,Zambia,,2026-03-03,,-20,-20,USD,,2026-06-30
I-3,,17850,2026-03-04,2026-04-03,12.5,0,USD,,2026-06-30
I-4,Utopia,,2026-03-04,2026-04-03,12.5,0,USD,,2026-06-30
I-5,Zambia,17850,2026-03-04,2026-04-03,12.5,0,USD,,2026-06-30
I-6,Zambia,,2026-03-04,2026-04-03,12.5,-1,USD,,2026-06-30
"""
CREDIT = """Customer,Customer ID,Limit,Exposure,Days overdue,Currency,As of
Zambia,,1000,1200.5,91,USD,2026-06-30
Zambia,,,10,,EUR,2026-06-30
,17850,-5,10,,EUR,2026-06-30
"""


def take(kind: str, text: str) -> ImportRun:
    return import_now(ROOT, kind, io.BytesIO(text.encode()), file_name=f"{kind}.csv", source="erp")


@pytest.fixture
def zambia(db: None) -> Account:
    make_person(source="erp", source_key="17850")
    account = make_account(name="Zambia")
    make_order(account, number="PO-1")
    return account


def test_invoices_come_in_once_and_what_is_wrong_is_said(zambia: Account) -> None:
    run = take("invoices", INVOICES)
    assert (run.created, run.refused) == (4, 3)
    assert {issue.row_number: (issue.field, issue.found) for issue in run.issues.filter(level="refused")} == {
        6: ("account", "Utopia"),
        7: ("account", ""),
        8: ("open_amount", "-1.00"),
    }
    found = {invoice.number: invoice for invoice in Invoice.objects.all()}
    assert found["I-1"].order is not None
    assert (found["I-1"].open_amount, found["I-1"].as_of) == (Decimal("60.10"), date(2026, 6, 30))
    assert (found["I-2"].order, found["I-2"].open_amount) == (None, 50)
    assert found["C-1"].value == -20
    assert found["I-3"].person is not None
    again = take("invoices", INVOICES)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)
    paid = take("invoices", INVOICES.replace("100.10,60.10", "100.10,0"))
    assert (paid.created, paid.updated) == (0, 1)
    assert Invoice.objects.get(number="I-1").open_amount == 0


def test_credit_standing_is_replaced_by_what_is_said_later(zambia: Account) -> None:
    run = take("credit", CREDIT)
    assert (run.created, run.refused) == (2, 1)
    assert take("credit", CREDIT).changed_nothing
    take("credit", CREDIT.replace("1200.5,91", "900,0"))
    dollars = CreditStanding.objects.get(account=zambia, currency="USD")
    assert (dollars.exposure, dollars.days_overdue, dollars.over_limit, dollars.version) == (900, 0, False, 2)


def test_the_database_lets_an_invoice_be_of_one_party_only() -> None:
    account, person = make_account(), make_person()
    for given in ({}, {"account": account, "person": person}):
        with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
            Invoice.objects.create(
                number="1", invoiced_on="2026-01-01", currency="USD", value=1, open_amount=1, as_of="2026-01-01", **given
            )


@pytest.mark.parametrize(
    ("open_amount", "due_on", "expected"),
    [
        (1, date(2026, 5, 1), 9),
        (1, date(2026, 5, 10), 0),
        (1, date(2026, 5, 11), 0),
        (0, date(2026, 5, 1), 0),
        (-1, date(2026, 5, 1), 0),
        (1, None, 0),
    ],
)
def test_overdue_is_what_is_owed_to_us_past_its_day(open_amount: int, due_on: date | None, expected: int) -> None:
    today = date(2026, 5, 10)
    assert days_overdue(Decimal(open_amount), due_on, today) == expected


def test_the_query_counts_as_the_rule_does() -> None:
    account, today = make_account(), days.today()
    for amount in (10, 0, -10):
        for due_on in (None, today, today - timedelta(days=3), today + timedelta(days=3)):
            make_invoice(account, value=amount, due_on=due_on)
    for invoice in invoices_seen(ROOT):
        assert invoice.days_overdue == days_overdue(invoice.open_amount, invoice.due_on, today)


def test_two_currencies_do_not_add_up_and_a_credit_note_lessens() -> None:
    account, today = make_account(), days.today()
    make_invoice(account, value=100, due_on=today - timedelta(days=5))
    make_invoice(account, value=40, open_amount=30, due_on=today + timedelta(days=5))
    make_invoice(account, value=-20, due_on=None)
    make_invoice(account, value=7, currency="EUR", open_amount=0)
    euro, dollar = owed_by(ROOT, account)
    assert (euro.open_amount.amount, euro.overdue.amount, euro.invoices, euro.days) == (0, 0, 0, 0)
    assert (dollar.open_amount.amount, dollar.overdue.amount, dollar.invoices, dollar.days) == (110, 100, 3, 5)
    assert len(open_invoices_of(ROOT, account, 5)) == 3


def test_a_filter_finds_accounts_by_what_they_owe() -> None:
    late, good = make_account(currency="USD"), make_account(currency="USD")
    make_invoice(late, value=100, due_on=days.today() - timedelta(days=31))
    make_invoice(good, value=100, due_on=days.today() + timedelta(days=31))
    make_credit(late, exposure=500)

    def found(field: str, value: int) -> set[int]:
        tree = {"field": field, "op": "gt", "value": value}
        return set(apply_filter(Account.objects.all(), "account", tree).values_list("pk", flat=True))

    assert found("invoices.days_overdue", 30) == found("invoices.overdue", 99) == found("credit.exposure", 499) == {late.pk}
    assert found("invoices.days_overdue", 31) == set()
    assert found("invoices.open", 99) == {late.pk, good.pk}


def test_a_company_adds_up_exposure_and_open_invoices(cast: Cast) -> None:
    top = make_account(owner=cast.ada)
    below = make_account(owner=cast.ada, parent=top)
    for account in (top, below):
        make_invoice(account, value=100)
        make_credit(account, exposure=300)
    make_credit(below, exposure=5, currency="EUR")
    make_order(below, value=70, dated_on=days.today())
    make_order(below, value=80, dated_on=days.today() - timedelta(days=400))
    company = company_of(cast.ada, top)
    figures = dict(zip([figure.key for figure in company.figures], company.top.figures, strict=True))
    assert figures["exposure"] == {"USD": 600, "EUR": 5}
    assert figures["open-invoices"] == {"USD": 200}
    assert figures["ordered"] == {"USD": 70}


def test_what_was_bought_leaves_out_cancelled_orders() -> None:
    account, product = make_account(), make_product()
    for state in ("open", "delivered", "cancelled"):
        make_order_line(make_order(account, state=state), product=product, quantity=10, value=100)
    [holding] = bought_by(ROOT, of_party(account), 5)
    assert (holding.quantity, holding.value.amount, holding.orders) == (20, 200, 2)


def test_pages_open_show_and_stay_within_their_queries(cast: Cast, client: Client, django_assert_max_num_queries) -> None:
    client.force_login(cast.user("ada"))
    account, person = make_account(owner=cast.ada), make_person(owner=cast.ada)
    for party in (account, person):
        for _number in range(8):
            invoice = make_invoice(party)
        make_credit(party, exposure=1200, credit_limit=1000, days_overdue=9)
    for path in ("/invoices/", "/credit/", invoice.get_absolute_url()):
        with django_assert_max_num_queries(16):
            page = client.get(path)
        assert page.status_code == 200, path
    assert "overdue" in client.get("/invoices/").content.decode()
    for path in (f"/panels/account/{account.pk}/owing/", f"/panels/person/{person.pk}/owing/"):
        page = client.get(path).content.decode()
        assert "over the limit" in page
        assert "8 open" in page


def test_an_empty_panel_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.user("ada"))
    account = make_account(owner=cast.ada)
    assert "told of no invoices" in client.get(f"/panels/account/{account.pk}/owing/").content.decode()


def test_a_stranger_sees_nothing_of_it(cast: Cast, client: Client) -> None:
    account, person = make_account(owner=cast.ada), make_person(owner=cast.ada)
    invoice = make_invoice(account)
    make_credit(person)
    client.force_login(cast.user("eve"))
    assert client.get(invoice.get_absolute_url()).status_code == 404
    assert owed_by(cast.eve, account) == standings_of(cast.eve, person) == []
    assert owed_by(cast.ada, account) != []
