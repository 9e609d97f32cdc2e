"""Finding what one half remembers, and never what one may not see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mutua.customers.models import Identifier
from mutua.customers.queries import finding
from mutua.customers.queries.finding import account_hits, find_accounts, find_people, person_hits
from mutua.customers.queries.people import first_present
from mutua.customers.tests.making import make_account, make_affiliation, make_contact_point, make_person
from mutua.foundation.search.finding import find_everything

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["societe", "SOCIÉTÉ gén", "générale", "socgen", "so", "ge", "sociète genrale"])
def test_an_account_is_found_by_beginning_part_trading_name_and_misspelling(cast, text):
    account = make_account(owner=cast.ada, name="Société Générale", trading_names=["SocGen"])
    make_account(owner=cast.ada, name="Brightwater")
    assert find_accounts(cast.ada, text, 5) == [account]


def test_every_word_may_be_misspelt_a_little(cast):
    account = make_account(owner=cast.ada, name="Alder Markets")
    make_account(owner=cast.ada, name="Alder Pharma")
    assert find_accounts(cast.ada, "aldr marketts", 5) == [account]


@pytest.mark.parametrize("text", ["%", "_", "'; drop table", "\x00", "   ", "((((", "zzzz"])
def test_what_finds_nothing_finds_nothing(cast, text):
    make_account(owner=cast.ada, name="Alder")
    assert find_accounts(cast.ada, text, 5) == []
    assert find_people(cast.ada, text, 5) == []


def test_beginnings_come_before_parts(cast):
    part = make_account(owner=cast.ada, name="New Alder")
    beginning = make_account(owner=cast.ada, name="Alder Markets")
    assert find_accounts(cast.ada, "alder", 5) == [beginning, part]
    assert find_accounts(cast.ada, "alder", 1) == [beginning]


@pytest.mark.parametrize(
    "text", ["grace", "banda", "banda gr", "grace ba", "Bandda", "grace@exam", "GRACE@example.org", "211 12", "0211 123456", "+260 211"]
)
def test_a_person_is_found_by_name_mail_and_number(cast, text):
    person = make_person(owner=cast.ada, given_name="Grace", family_name="Banda")
    make_contact_point(person=person, value="grace@example.org")
    make_contact_point(person=person, kind="phone", value="+260 211 123456")
    make_person(owner=cast.ada, given_name="Joseph", family_name="Phiri")
    assert find_people(cast.ada, text, 5) == [person]


def test_a_person_is_seen_by_who_owns_it_or_an_account_it_works_for(cast):
    at_adas = make_person(given_name="At", family_name="Alder", account=make_account(owner=cast.ada))
    own = make_person(given_name="Own", family_name="Alder", owner=cast.ada)
    make_person(given_name="Foreign", family_name="Alder", owner=cast.eve)
    assert find_people(cast.ada, "alder", 5) == [at_adas, own]
    assert len(find_people(cast.cleo, "alder", 5)) == 3
    assert find_people(cast.mia, "alder", 5) == []


def test_the_palette_shows_where_a_person_works(cast):
    make_person(owner=cast.ada, given_name="Grace", family_name="Banda", account=make_account(owner=cast.ada, name="Zambia programme"))
    hits = {group.title: group.hits for group in find_everything(cast.ada, "banda")}
    assert (hits["People"][0].title, hits["People"][0].subtitle) == ("Grace Banda", "Zambia programme")


def test_of_many_people_those_who_decide_come_first_and_all_are_counted(cast):
    account = make_account(owner=cast.ada)
    for name in ("Abel", "Baker", "Zulu"):
        decides = "decides" if name == "Zulu" else ""
        make_affiliation(person=make_person(family_name=name), account=account, buying_role=decides)
    first, count = first_present(cast.ada, account, 2)
    assert ([at.person.family_name for at in first], count) == (["Zulu", "Abel"], 3)
    assert first_present(cast.eve, account, 2) == ([], 0)


@pytest.fixture
def acme(cast):
    account = make_account(owner=cast.ada, name="Acme Works", trading_names=["Roadrunner"], website="https://www.Acme.example/shop")
    account.source, account.source_key = "erp", "K-0815"
    account.save()
    make_contact_point(account=account, kind="mail", value="office@acme-works.example")
    Identifier.objects.create(account=account, system="GS1", kind="GLN", value="4012345000009")
    make_account(owner=cast.ada, name="Brightwater")
    return account


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("acme w", ""),
        ("runner", "trades as Roadrunner"),
        ("acmee works", "similar name"),
        ("4012345000009", "GS1 GLN 4012345000009"),
        ("K-0815", "K-0815 in erp"),
        ("acme.example", "https://www.Acme.example/shop"),
        ("www.acme.example/", "https://www.Acme.example/shop"),
        ("wile@acme.example", "https://www.Acme.example/shop"),
        ("office@acme", "office@acme-works.example"),
    ],
)
def test_an_account_says_why_it_was_found(cast, acme, text, why):
    assert [(hit.record, hit.why) for hit in account_hits(cast.ada, text, 5)] == [(acme, why)]
    assert account_hits(cast.eve, text, 5) == []


def test_a_person_says_why_it_was_found(cast):
    person = make_person(owner=cast.ada, given_name="Grace", family_name="Banda")
    make_contact_point(person=person, value="grace@example.org")
    Identifier.objects.create(person=person, system="HR", kind="badge", value="A77")
    for text, why in (("grace@exam", "grace@example.org"), ("a77", "HR badge A77"), ("bandda", "similar name"), ("banda", "")):
        assert [(hit.record, hit.why) for hit in person_hits(cast.ada, text, 5)] == [(person, why)]


def test_a_number_that_many_others_have_does_not_hide_ones_own(cast):
    for number in range(51):
        Identifier.objects.create(account=make_account(owner=cast.eve), system=f"ERP {number}", kind="branch", value="7001")
    mine = make_account(owner=cast.ada)
    Identifier.objects.create(account=mine, system="Z", kind="branch", value="7001")
    assert [hit.record for hit in account_hits(cast.ada, "7001", 5)] == [mine]


def test_who_may_not_see_how_people_are_reached_does_not_find_by_it(cast, acme):
    blind = replace(cast.ada, permissions=cast.ada.permissions - {"customers.person.view"})
    assert account_hits(blind, "office@acme-works", 5) == []
    assert [hit.record for hit in account_hits(blind, "acme", 5)] == [acme]


def test_the_palette_shows_the_reason(cast, client, acme):
    client.force_login(cast.user("ada"))
    page = client.get("/search/palette?q=4012345000009").content.decode()
    assert "GS1 GLN <mark>4012345000009</mark>" in page


def test_a_search_asks_a_bounded_number_of_queries(cast, acme, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        assert account_hits(cast.ada, "77zz", 5) == []


@pytest.mark.parametrize("text", ["grace mwansa", "mwansa gra", "mwanza", "mwnasa", "mwamsa grace", "wansa", "grace.mw", "grace_mwansa7"])
def test_a_person_is_found_with_a_slip_in_other_order_and_by_the_beginning_of_a_mail(cast, text):
    person = make_person(owner=cast.ada, given_name="Grace", family_name="Mwansa")
    make_contact_point(person=person, value="grace.mwansa@example.org")
    make_contact_point(person=person, value="grace_mwansa7@example.org")
    make_person(owner=cast.ada, given_name="Joseph", family_name="Phiri")
    assert find_people(cast.ada, text, 5) == [person]


def test_a_name_with_a_hyphen_is_a_name_too(cast):
    person = make_person(owner=cast.ada, given_name="Ana", family_name="Silva-Costa")
    assert find_people(cast.ada, "silva-c", 5) == [person]


def test_a_number_of_another_system_is_found_by_its_beginning_the_very_number_first(cast):
    longer, very = (make_account(owner=cast.ada, name=name) for name in ("Alder", "Zenith"))
    foreign = make_account(owner=cast.eve, name="Foreign")
    for number, account in (("C-10015", longer), ("C-1001", very), ("C-10016", foreign)):
        Identifier.objects.create(account=account, system="ERP", kind="customer number", value=number)
    assert [(hit.record, hit.why) for hit in account_hits(cast.ada, "c-1001", 5)] == [
        (very, "ERP customer number C-1001"),
        (longer, "ERP customer number C-10015"),
    ]
    assert account_hits(cast.ada, "C-10016", 5) == []


def test_of_many_who_are_called_alike_somebody_finds_her_own(cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ALIKE", 1)
    hers = [make_person(owner=owner, given_name="Mina", family_name="Kowalczyk") for owner in (cast.eve, cast.ada, cast.eve, cast.ada)][
        1::2
    ]
    assert [(hit.record, hit.why) for hit in person_hits(cast.ada, "kowalcyzk", 5)] == [(one, "similar name") for one in hers]
