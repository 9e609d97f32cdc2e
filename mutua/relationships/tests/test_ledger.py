"""The value ledger's page: it ties to the cent however long it is, and says what it leaves out."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.models import RoadmapItem, ValueEntry, ValueSignature
from mutua.relationships.queries.ledger_page import ledger_page
from mutua.relationships.tests.making import digest_to_sign, let_anybody_sign, make_item, make_signature
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


def enter(account: Account, *amounts: str, **values: Any) -> None:
    values = {"side": "customer", "component": "price", "kind": "claimed", "currency": "USD", "period": JANUARY, **values}
    ValueEntry.objects.bulk_create(ValueEntry(account=account, amount=Decimal(amount), **values) for amount in amounts)


def shown(client: Client, account: Account) -> str:
    return " ".join(html.unescape(client.get(f"/accounts/{account.pk}/value/?rate=0").content.decode()).split())


@pytest.fixture
def account(cast: Cast) -> Account:
    return make_account(owner=cast.ada)


def test_of_many_entries_every_figure_is_the_sum_of_all(client: Client, cast: Cast, account: Account) -> None:
    item = make_item(account, "vmi", cost=220, gain=320)
    amounts = [f"{1000 + number}.37" for number in range(205)]
    enter(account, *amounts, item=item)
    page = ledger_page(cast.ada, account, rate=0.0)
    total = sum(map(Decimal, amounts))
    assert page.balance is not None
    assert page.worth is not None
    assert (page.balance.got.customer, page.worth.value.customer, page.worth.value.joint) == (total, total, total)
    assert [(row.item.pk, row.worth.value.customer) for row in page.items] == [(item.pk, total)]
    assert (len(page.entries), page.older, page.waiting) == (200, 5, 205)
    client.force_login(cast.user("ada"))
    text = shown(client, account)
    assert text.count(f"${total:,.2f}") >= 3  # to the customer and joint, of the account; the customer's of the item
    assert "The newest are listed; 5 older entries are not. The figures above are of all." in text
    assert "205 claims wait for the customer" in text


def test_it_asks_as_often_for_many_entries_as_for_few(cast: Cast, account: Account) -> None:
    enter(account, "5")
    with CaptureQueriesContext(connection) as few:
        ledger_page(cast.ada, account)
    enter(account, *["7"] * 250)
    enter(account, "9", currency="EUR")
    with CaptureQueriesContext(connection) as many:
        ledger_page(cast.ada, account)
    assert len(many) <= len(few)


def test_what_is_in_another_currency_is_said_and_in_no_figure(client: Client, cast: Cast, account: Account) -> None:
    enter(account, "100.00")
    enter(account, "500.00", "40.50", currency="EUR")
    enter(account, "-3.00", currency="EUR", side="us")
    enter(account, "77.00", currency="GBP", is_current=False)
    page = ledger_page(cast.ada, account, rate=0.0)
    assert page.worth is not None
    assert page.worth.value.customer == Decimal(100)
    assert [(code, both.us, both.customer) for code, both in page.elsewhere] == [("EUR", Decimal(-3), Decimal("540.50"))]
    client.force_login(cast.user("ada"))
    assert "Not in these figures, which are in USD: to us −€3.00, to them €540.50." in shown(client, account)


def test_an_account_with_nothing_in_its_own_currency_says_so_too(client: Client, cast: Cast, account: Account) -> None:
    enter(account, "500.00", currency="EUR")
    client.force_login(cast.user("ada"))
    assert "Not in these figures, which are in USD: to us €0.00, to them €500.00." in shown(client, account)


@pytest.mark.parametrize("code", ["XQZ", "ABC", "€"])
def test_three_letters_that_are_no_currency_are_refused(client: Client, cast: Cast, account: Account, code: str) -> None:
    sent = {"side": "customer", "component": "price", "kind": "claimed", "amount": "5.00", "currency": code, "period": "2026-01-01"}
    client.force_login(cast.user("ada"))
    with nothing_changes():
        by_page = client.post(f"/accounts/{account.pk}/value/new/", sent)
        by_program = client.post(f"/api/v1/accounts/{account.pk}/value-entries", sent, content_type="application/json")
    assert (by_page.status_code, by_program.status_code) == (422, 422)
    assert f"No currency has the code “{code}”" in by_program.json()["detail"]


def test_small_letters_are_the_same_currency(client: Client, cast: Cast, account: Account) -> None:
    sent = {"side": "customer", "component": "price", "kind": "claimed", "amount": "5.00", "currency": "eur", "period": "2026-01-01"}
    client.force_login(cast.user("ada"))
    assert client.post(f"/accounts/{account.pk}/value/new/", sent).status_code == 302
    assert ValueEntry.objects.get().currency == "EUR"


def sent_of(entry: ValueEntry, **more: Any) -> dict[str, Any]:
    names = ("side", "component", "kind", "amount", "currency", "version")
    return {**{name: getattr(entry, name) for name in names}, "period": entry.period.isoformat(), **more}


def test_forms_and_api_say_which_item_it_comes_of(client: Client, cast: Cast, account: Account) -> None:
    item, other = make_item(account, "vmi", cost=1, gain=2), make_item(account, "crp", cost=1, gain=2)
    enter(account, "5")
    entry = ValueEntry.objects.get()
    client.force_login(cast.user("ada"))
    assert client.post(f"/value/{entry.pk}/edit/", sent_of(entry, item=item.pk)).status_code == 302
    entry.refresh_from_db()
    assert entry.item == item
    assert f'<option value="{item.pk}" selected>' in client.get(f"/value/{entry.pk}/edit/").content.decode()
    change = client.patch(
        f"/api/v1/value-entries/{entry.pk}",
        {"item_id": other.pk},
        content_type="application/json",
        headers={"if-match": f'"{entry.version}"'},
    )
    assert (change.status_code, change.json()["item_id"], change.json()["amount"]) == (200, other.pk, "5.00")
    entry.refresh_from_db()
    again = client.patch(
        f"/api/v1/value-entries/{entry.pk}",
        {"amount": "6.00"},
        content_type="application/json",
        headers={"if-match": f'"{entry.version}"'},
    )
    assert again.json()["item_id"] == other.pk


def test_it_is_never_an_item_of_another_account(client: Client, cast: Cast, account: Account) -> None:
    foreign = make_item(make_account(owner=cast.ada), "vmi", cost=1, gain=2)
    enter(account, "5")
    entry = ValueEntry.objects.get()
    client.force_login(cast.user("ada"))
    with nothing_changes():
        assert client.post(f"/value/{entry.pk}/edit/", sent_of(entry, item=foreign.pk)).status_code == 422
        change = client.patch(
            f"/api/v1/value-entries/{entry.pk}", {"item_id": foreign.pk}, content_type="application/json", headers={"if-match": '"1"'}
        )
    assert change.status_code == 404
    assert RoadmapItem.objects.count() == 1


def test_the_statement_on_paper_says_what_the_page_says(client: Client, cast: Cast) -> None:
    """By kind and currency, from 250 entries of which 200 are listed; the euros stand by themselves."""
    account = make_account(name="Alder Markets", owner=cast.ada)
    enter(account, *["10.10"] * 230, kind="claimed", evidence="Pallets returned")
    make_signature(account)  # five dollars for us, that the customer has signed
    enter(account, *["0.01"] * 18, side="us", kind="claimed")
    enter(account, "7.00", currency="EUR", kind="expected")
    client.force_login(cast.user("ada"))
    page = client.get(f"/accounts/{account.pk}/value/").content.decode()
    assert f'href="/accounts/{account.pk}/value/pdf/?rate=10.00"' in page
    answer = client.get(f"/accounts/{account.pk}/value/pdf/?rate=0")
    assert answer["Content-Type"] == "application/pdf"
    content = b"".join(answer) if answer.streaming else answer.content
    told = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages).split())
    # 230 × 10.10 = 2,323.00 claimed for the customer, 18 cents for us.
    assert re.search(r"Verified \$5\.00 \$0\.00 \$0\.00 \$5\.00", told), told
    assert re.search(r"Claimed \$0\.18 \$2,323\.00 \$0\.00 \$2,323\.18", told)
    assert re.search(r"Expected €0\.00 €7\.00 €0\.00 €7\.00", told)
    assert "To us $5.18, to the customer $2,323.00, joint $2,328.18" in told
    assert "The newest 200 of 250; every sum above counts all." in told
    assert re.search(r"Mia Santos, .*: 1 entry signed SHA-256 [0-9a-f]{64}", told)
    client.force_login(cast.user("eve"))
    assert client.get(f"/accounts/{account.pk}/value/pdf/").status_code == 404


@pytest.mark.parametrize("year", ["0206", "1999", "9026"])
def test_a_slip_in_the_year_is_refused(client: Client, cast: Cast, account: Account, year: str) -> None:
    enter(account, "5")
    entry = ValueEntry.objects.get()
    sent = {"side": "customer", "component": "price", "kind": "claimed", "amount": "5.00", "currency": "USD", "period": f"{year}-05-01"}
    client.force_login(cast.user("ada"))
    with nothing_changes(), days.as_of(date(2026, 6, 1)):
        assert client.post(f"/accounts/{account.pk}/value/new/", sent).status_code == 422
        told = client.post(f"/api/v1/accounts/{account.pk}/value-entries", sent, content_type="application/json")
        assert client.post(f"/value/{entry.pk}/edit/", sent_of(entry, period=f"{year}-05-01")).status_code == 422
    assert (told.status_code, told.json()["field"]) == (422, "period")
    assert f"{int(year)} is more than 20 years away" in told.json()["detail"]


def test_a_ledger_with_such_a_year_is_read_all_the_same(client: Client, cast: Cast, account: Account) -> None:
    """Rows from before that was refused: the page opens, so that somebody can mend them."""
    enter(account, "5000.00")
    ValueEntry.objects.create(
        account=account, side="customer", component="price", kind="claimed", amount=7, currency="USD", period=date(9026, 4, 1)
    )
    client.force_login(cast.user("ada"))
    worth = client.get(f"/api/v1/accounts/{account.pk}/value-worth").json()
    assert worth["customer"] == "5000.00", "seven dollars in seven thousand years are nothing"
    assert client.get(f"/accounts/{account.pk}/value/").status_code == 200
    assert client.get(f"/accounts/{account.pk}/value/pdf/").status_code == 200


def test_what_was_answered_is_asked_again_only_with_something_new_and_of_the_same_side(
    client: Client, cast: Cast, account: Account
) -> None:
    make_signature(account)
    entry = ValueEntry.objects.get()
    client.force_login(cast.user("ada"))

    def change(**values: Any) -> Any:
        headers = {"if-match": f'"{entry.version}"'}
        return client.patch(f"/api/v1/value-entries/{entry.pk}", values, content_type="application/json", headers=headers)

    with nothing_changes():
        assert change(kind="claimed").status_code == 422
        assert (change(side="partner").json()["field"], change(currency="EUR").json()["field"]) == ("side", "currency")
    again = change(amount="4.00").json()
    assert (again["edition"], again["kind"], again["replaces_id"]) == (2, "claimed", entry.pk)


def test_what_is_disputed_is_in_no_figure(cast: Cast, account: Account) -> None:
    item = make_item(account, "vmi", cost=220, gain=320)
    enter(account, "100", item=item)
    enter(account, "50", item=item)
    objected = ValueEntry.objects.get(amount=50)
    let_anybody_sign()
    ValueSignature.objects.create(
        account=account, entry_ids=[objected.pk], answer="objected", reason="We never saw it", signer_name="Mia Santos",
        signer_email="mia@example.org", link_number=1, at=days.now(), digest=digest_to_sign(objected.pk),
    )  # fmt: skip
    objected.refresh_from_db()
    assert objected.kind == "disputed"
    page = ledger_page(cast.ada, account, rate=0.0)
    assert page.balance is not None
    assert page.worth is not None
    assert (page.balance.got.customer, page.worth.value.customer, page.worth.value.joint) == (100, 100, 100)
    assert [row.worth.value.customer for row in page.items] == [100]
