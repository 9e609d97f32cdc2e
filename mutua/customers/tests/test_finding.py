"""Finding what one half remembers, and never what one may not see."""

from __future__ import annotations

import pytest

from mutua.customers.queries.finding import find_accounts, find_people
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
