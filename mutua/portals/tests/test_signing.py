"""Only the customer signs: what signing does, and that nobody of ours can do it."""

from __future__ import annotations

import hashlib
import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotFound
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.records.errors import Refused
from mutua.foundation.timeline.models import TimelineEntry
from mutua.portals.queries.customers_ledger import ledger_of
from mutua.portals.rules.tokens import digest_of as digest_of_token
from mutua.portals.tests.visiting import COOKIE, Visit, make_open_link
from mutua.portals.visitor import behind_the_wall
from mutua.relationships.actions.change_value import change_value
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.models import ValueEntry, ValueSignature
from mutua.relationships.objections_today import objections
from mutua.relationships.queries.ledger_page import ledger_page, totals_by_kind
from mutua.relationships.queries.values import balance_of
from mutua.relationships.tests.making import make_item
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder(cast: Cast) -> Account:
    return make_account(name="Alder Markets", owner=cast.ada)


@pytest.fixture
def mia(alder: Account) -> Visit:
    return Visit(make_open_link(alder)[1])


def claim(cast: Cast, account: Account, **more: Any) -> ValueEntry:
    values = {
        "side": "customer",
        "component": "service",
        "amount": Decimal("84000.00"),
        "currency": "USD",
        "period": days.today(),
        "kind": "claimed",
        "evidence": "Pilot of standing slots",
    }
    return enter_value(cast.ada, account.pk, **{**values, **more})


def forms_on(page: str, answer: str) -> list[dict[str, list[str]]]:
    """What the buttons of a page would send."""
    forms = re.findall(r'<form method="post" action="/value/answer/".*?</form>', page, re.DOTALL)
    return [
        {
            "entry": re.findall(r'name="entry" value="(\d+)"', form),
            "digest": re.findall(r'name="digest" value="(\w+)"', form),
            "answer": [answer],
        }
        for form in forms
        if f'value="{answer}"' in form
    ]


def press(mia: Visit, answer: str, which: int = 0, **more: Any) -> Any:
    return mia.post("/value/answer/", {**forms_on(mia.get("/value/").content.decode(), answer)[which], **more})


def test_a_signature_verifies_the_entry_and_keeps_who_when_and_what(cast: Cast, alder: Account, mia: Visit) -> None:
    entry = claim(cast, alder)
    assert press(mia, "signed").status_code == 302
    entry.refresh_from_db()
    signature = ValueSignature.objects.get()
    assert (entry.kind, entry.signed_by, entry.version) == ("verified", "Mia Santos", 2)
    assert (signature.signer_name, signature.signer_email, signature.signer_address, signature.answer) == (
        "Mia Santos",
        "mia@alder.example",
        "127.0.0.1",
        "signed",
    )
    today = days.today()
    first = f"{today.year}-{(today.month - 1) // 3 * 3 + 1:02}-01"
    assert signature.words == f"{entry.pk}|1|customer|service|84000.00|USD|{first}|Pilot of standing slots"
    assert signature.digest == hashlib.sha256(signature.words.encode()).hexdigest()


def test_both_pages_say_by_which_link_it_was_signed(cast: Cast, alder: Account, mia: Visit, client: Client) -> None:
    claim(cast, alder)
    press(mia, "signed")
    client.force_login(cast.user("ada"))
    for page in (mia.get("/value/"), client.get(f"/accounts/{alder.pk}/value/")):
        words = re.sub(r"<[^>]+>", "", html.unescape(page.content.decode()))
        assert "mailed to mia@alder.example, sent by test, opened from 127.0.0.1" in words


def test_an_objection_needs_a_reason_and_takes_the_entry_out_of_the_sum(cast: Cast, alder: Account, mia: Visit) -> None:
    entry = claim(cast, alder)
    claim(cast, alder, amount=Decimal("10.50"), component="price")
    with nothing_changes():
        assert press(mia, "objected", which=1, reason="  ").status_code == 422
    [number] = [n for n, form in enumerate(forms_on(mia.get("/value/").content.decode(), "objected")) if form["entry"] == [str(entry.pk)]]
    assert press(mia, "objected", which=number, reason="The slots began in May").status_code == 302
    entry.refresh_from_db()
    balance = balance_of(cast.ada, alder.pk, "USD")
    assert entry.kind == "disputed"
    assert balance is not None
    assert balance.got.customer == Decimal("10.50")
    assert "You object: The slots began in May" in html.unescape(mia.get("/value/").content.decode())


def test_whoever_is_responsible_reads_the_objection_on_today_and_by_mail_once_until_both_agree(
    cast: Cast, alder: Account, mia: Visit, client: Client
) -> None:
    Account.objects.filter(pk=alder.pk).update(owner=cast.user("ada"))
    entry = claim(cast, alder)
    press(mia, "objected", reason="The slots began in May")
    run_waiting()
    run_waiting()
    [mail] = OutgoingMail.objects.filter(subject__contains="objects in the value ledger")
    assert mail.to == cast.user("ada").email
    assert "“The slots began in May”" in mail.text
    client.force_login(cast.user("ada"))
    today = html.unescape(client.get("/").content.decode())
    assert "Mia Santos: “The slots began in May”" in today
    assert "1 entry in dispute" in today
    assert [need.what for need in objections(cast.eve, team=True)] == []
    press(mia, "signed")
    entry.refresh_from_db()
    assert entry.kind == "verified"
    assert objections(cast.ada) == []


def test_an_objection_that_is_pressed_twice_is_one(cast: Cast, alder: Account, mia: Visit) -> None:
    claim(cast, alder)
    form = {**forms_on(mia.get("/value/").content.decode(), "objected")[0], "reason": "The slots began in May"}
    assert mia.post("/value/answer/", form).status_code == 302
    with nothing_changes():
        assert mia.post("/value/answer/", form).status_code == 422
    assert mia.post("/value/answer/", {**form, "reason": "And ended in June"}).status_code == 302
    assert ValueSignature.objects.count() == 2


def test_what_was_objected_to_can_be_signed_after_all(cast: Cast, alder: Account, mia: Visit) -> None:
    entry = claim(cast, alder)
    press(mia, "objected", reason="The slots began in May")
    assert press(mia, "signed").status_code == 302
    entry.refresh_from_db()
    assert entry.kind == "verified"


def test_the_whole_statement_is_one_signature(cast: Cast, alder: Account, mia: Visit) -> None:
    entries = [
        claim(cast, alder, amount=Decimal(amount), side=side) for amount, side in ((100, "customer"), (200, "us"), (-30, "customer"))
    ]
    assert press(mia, "signed", which=-1).status_code == 302
    assert sorted(ValueSignature.objects.get().entry_ids) == [entry.pk for entry in entries]
    assert set(ValueEntry.objects.values_list("kind", flat=True)) == {"verified"}


def test_what_changed_since_the_page_was_opened_is_not_signed_unseen(cast: Cast, alder: Account, mia: Visit) -> None:
    entry = claim(cast, alder)
    seen = forms_on(mia.get("/value/").content.decode(), "signed")[0]
    change(cast, entry, amount=Decimal(99_000))
    with nothing_changes():
        answer = mia.post("/value/answer/", seen)
    assert answer.status_code == 422
    assert "changed since you opened the page" in answer.content.decode()


def change(cast: Cast, entry: ValueEntry, **more: Any) -> ValueEntry:
    entry.refresh_from_db()
    now = {name: getattr(entry, name) for name in ("side", "component", "amount", "currency", "period", "evidence", "item_id")}
    return change_value(cast.ada, entry.pk, version=entry.version, **{**now, "kind": "claimed", **more})


def test_an_edit_after_signing_opens_a_new_edition_and_the_signed_one_stays(cast: Cast, alder: Account, mia: Visit) -> None:
    entry = claim(cast, alder)
    press(mia, "signed")
    next_one = change(cast, entry, amount=Decimal(90_000))
    entry.refresh_from_db()
    assert (entry.amount, entry.kind, entry.is_current) == (Decimal(84_000), "verified", False)
    assert (next_one.edition, next_one.kind, next_one.replaces_id, next_one.signed_by) == (2, "claimed", entry.pk, "")
    balance = balance_of(cast.ada, alder.pk, "USD")
    assert balance is not None
    assert balance.got.customer == Decimal(90_000)
    assert "edition 2" in mia.get("/value/").content.decode()
    with nothing_changes(), pytest.raises(Refused, match="later edition"):
        change(cast, entry, amount=Decimal(1))


def test_what_takes_the_place_of_a_disputed_entry_counts_once_the_customer_has_signed_it(
    cast: Cast, alder: Account, mia: Visit, client: Client
) -> None:
    claim(cast, alder, amount=Decimal(1_000), component="price")
    press(mia, "signed")
    entry = claim(cast, alder)
    press(mia, "objected", reason="The slots began in May")
    next_one = change(cast, entry, amount=Decimal(60_000))
    change(cast, next_one, amount=Decimal(61_000))  # not answered yet: the same edition
    client.force_login(cast.user("ada"))

    def sums() -> tuple[Any, ...]:
        with behind_the_wall(digest_of_token(mia.cookies[COOKIE].value)) as visitor:
            theirs = ledger_of(visitor).got.customer
        balance, page = balance_of(cast.ada, alder.pk, "USD"), ledger_page(cast.ada, alder)
        assert balance is not None
        assert page.worth is not None
        disputed = sum((one.value.customer for one in totals_by_kind(cast.ada, alder.pk) if one.kind == "Disputed"), Decimal(0))
        return theirs, balance.got.customer, round(page.worth.value.customer), disputed

    assert sums() == (1_000, 1_000, 1_000, 61_000)
    assert "objected before: it counts once the customer has answered" in client.get(f"/accounts/{alder.pk}/value/").content.decode()
    assert "You objected to the edition before this one." in mia.get("/value/").content.decode()
    press(mia, "signed")
    assert sums() == (62_000, 62_000, 62_000, 0)
    assert "objected before" not in client.get(f"/accounts/{alder.pk}/value/").content.decode()
    third = change(cast, ValueEntry.objects.get(pk=next_one.pk), amount=Decimal(70_000))
    assert not third.objected_before  # it follows one that was signed
    assert sums() == (71_000, 71_000, 71_000, 0)


def test_an_edit_before_signing_changes_the_entry_itself(cast: Cast, alder: Account) -> None:
    entry = claim(cast, alder, kind="expected")
    assert change(cast, entry, amount=Decimal(5)).pk == entry.pk
    with nothing_changes(), pytest.raises(Refused, match="no mere expectation"):
        change(cast, entry, kind="expected")


@pytest.mark.parametrize("kind", ["verified", "disputed"])
def test_nobody_of_ours_enters_or_changes_it_to_verified(cast: Cast, alder: Account, client: Client, kind: str) -> None:
    entry = claim(cast, alder)
    client.force_login(cast.user("root"))
    with nothing_changes():
        for actor in (cast.ada, cast.root):
            with pytest.raises(Refused):
                enter_value(
                    actor, alder.pk, side="us", component="price", amount=Decimal(1), currency="USD", period=days.today(), kind=kind
                )
            with pytest.raises(Refused):
                change_value(
                    actor,
                    entry.pk,
                    version=1,
                    side="us",
                    component="price",
                    amount=Decimal(1),
                    currency="USD",
                    period=days.today(),
                    kind=kind,
                    item_id=None,
                )
        sent = {"side": "us", "component": "price", "amount": 1, "currency": "USD", "period": "2026-01-01", "kind": kind}
        assert client.post(f"/accounts/{alder.pk}/value/new/", sent).status_code == 422


STATEMENTS = (
    "update relationships_valueentry set kind = 'verified'",
    "update relationships_valueentry set kind = 'disputed'",
    "insert into relationships_valueentry (account_id, side, component, kind, amount, currency, period, evidence, edition, is_current, signed_by, version, created_at, updated_at, custom, source, source_key) "
    "select account_id, side, component, 'verified', amount, currency, period, evidence, 1, true, 'Mia', 1, now(), now(), '{}', '', '' from relationships_valueentry",
    "insert into relationships_valuesignature (account_id, entry_ids, answer, reason, signer_name, signer_email, link_number, at, words, digest) "
    "select account_id, array[id], 'signed', '', 'Mia Santos', 'mia@alder.example', 1, now(), '', encode(sha256(convert_to(relationships_value_words(array[id]), 'UTF8')), 'hex') from relationships_valueentry",
)  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS, ids=["verify", "dispute", "enter verified", "sign"])
def test_not_even_sql_of_our_own_role_signs(cast: Cast, alder: Account, statement: str) -> None:
    """The role that owns the tables stands for the weaker one with which the pages run."""
    claim(cast, alder)
    with nothing_changes(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update relationships_valueentry set amount = 1",
        "update relationships_valueentry set kind = 'claimed'",
        "update relationships_valuesignature set signer_name = 'Somebody'",
        "update relationships_valuesignature set words = ''",
        "delete from relationships_valuesignature",
    ],
)
def test_what_was_signed_is_not_written_over(cast: Cast, alder: Account, mia: Visit, statement: str) -> None:
    claim(cast, alder)
    press(mia, "signed")
    with nothing_changes(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_customer_answers_for_nobody_else(cast: Cast, alder: Account) -> None:
    """By SQL of its own: another account's entry, another name, another link, an entry that is only expected."""
    other = make_account(owner=cast.ada)
    mine, theirs, expected = claim(cast, alder), claim(cast, other), claim(cast, alder, kind="expected")
    link, token = make_open_link(alder)
    good = {"account": alder.pk, "entry": mine.pk, "name": "Mia Santos", "link": link.pk, "person": link.person_id}
    for wrong in (
        {"account": other.pk, "entry": theirs.pk},
        {"entry": theirs.pk},
        {"entry": expected.pk},
        {"name": "Ada Lindqvist"},
        {"link": link.pk + 1},
        {"invited_by": "Somebody else"},
        {"person": None},
    ):
        with nothing_changes(), pytest.raises(Error):
            sign_by_sql(token, **{**good, **wrong})
    sign_by_sql(token, **good)
    assert ValueSignature.objects.count() == 1


def sign_by_sql(token: str, *, account: int, entry: int, name: str, link: int, person: int | None, invited_by: str = "test") -> None:
    with connection.cursor() as cursor:
        cursor.execute("select encode(sha256(convert_to(relationships_value_words(array[%s]::bigint[]), 'UTF8')), 'hex')", [entry])
        [digest] = cursor.fetchone()
    with behind_the_wall(digest_of_token(token)), connection.cursor() as cursor:
        cursor.execute(
            "insert into relationships_valuesignature (account_id, entry_ids, answer, reason, person_id, signer_name, signer_email, link_number, invited_by, at, words, digest) "
            "values (%s, array[%s]::bigint[], 'signed', '', %s, %s, 'mia@alder.example', %s, %s, now(), '', %s)",
            [account, entry, person, name, link, invited_by, digest],
        )


def test_the_same_entry_is_signed_once(cast: Cast, alder: Account, mia: Visit) -> None:
    claim(cast, alder)
    form = forms_on(mia.get("/value/").content.decode(), "signed")[0]
    assert mia.post("/value/answer/", form).status_code == 302
    with nothing_changes():
        assert mia.post("/value/answer/", form).status_code == 422


def test_looking_signs_nothing(cast: Cast, alder: Account, mia: Visit) -> None:
    claim(cast, alder)
    form = forms_on(mia.get("/value/").content.decode(), "signed")[0]
    with nothing_changes():
        assert mia.get("/value/answer/", form).status_code == 405


def test_what_is_only_expected_and_what_partners_get_is_not_shown(cast: Cast, alder: Account, mia: Visit) -> None:
    claim(cast, alder, kind="expected", evidence="we hope for it")
    claim(cast, alder, side="partner", evidence="of the carrier")
    page = mia.get("/value/").content.decode()
    assert "hope" not in page
    assert "carrier" not in page


def test_the_house_is_told_by_a_job_of_the_same_transaction(cast: Cast, alder: Account, mia: Visit) -> None:
    claim(cast, alder)
    press(mia, "signed")
    assert run_waiting() > 0
    line = TimelineEntry.objects.get(sentence="relationships.value.signed")
    assert (line.subject_id, line.params["person"], line.side) == (alder.pk, "Mia Santos", "them")


def test_strangers_change_nothing_in_it(cast: Cast, alder: Account) -> None:
    entry = claim(cast, alder)
    with nothing_changes(), pytest.raises(NotFound):
        change_value(
            cast.eve,
            entry.pk,
            version=1,
            side="us",
            component="price",
            amount=Decimal(1),
            currency="USD",
            period=days.today(),
            kind="claimed",
            item_id=None,
        )


def test_of_many_entries_both_sides_read_the_same_sums_and_all_can_be_signed(cast: Cast, alder: Account, mia: Visit) -> None:
    amounts = [Decimal(f"{1000 + number}.37") for number in range(205)]
    ValueEntry.objects.bulk_create(
        ValueEntry(account=alder, side="customer", component="price", kind="claimed", currency="USD", period=days.today(), amount=amount)
        for amount in amounts
    )
    claim(cast, alder, currency="EUR", amount=Decimal(500))
    text = " ".join(html.unescape(mia.get("/value/").content.decode()).split())
    assert f"You ${sum(amounts):,.0f}, we $0, together ${sum(amounts):,.0f}." in text
    assert "Not in these figures, which are in USD: you €500.00, we €0.00." in text
    assert "6 more entries are not listed here; the sums above are of all. 6 of them wait for your word, too" in text
    assert "206 entries wait for your word" in html.unescape(mia.get("/").content.decode())
    assert press(mia, "signed", which=-1).status_code == 302
    assert ValueEntry.objects.filter(kind="verified").count() == 200
    assert press(mia, "signed", which=-1).status_code == 302
    assert not ValueEntry.objects.exclude(kind="verified").exists()


def test_only_naming_the_item_of_what_was_signed_asks_nobody_again(cast: Cast, alder: Account, mia: Visit) -> None:
    entry, item = claim(cast, alder), make_item(alder, "vmi", cost=1, gain=2)
    press(mia, "signed")
    assert change(cast, entry, item_id=item.pk).pk == entry.pk
    entry.refresh_from_db()
    assert (entry.item, entry.kind, entry.edition, entry.is_current) == (item, "verified", 1, True)
