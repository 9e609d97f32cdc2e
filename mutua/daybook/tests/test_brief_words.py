"""The words of a brief: titles that end at a word, and nobody's department said twice."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account, make_affiliation, make_department, make_person
from mutua.daybook.tests.making import make_interaction
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def prepared(client: Client, cast: Cast, account_id: int) -> str:
    client.force_login(cast.user("ada"))
    page = client.get(f"/accounts/{account_id}/prepare/").content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize(
    ("title", "department", "said"),
    [
        ("Programme lead", "Programme lead", "Programme lead"),
        ("Receiving manager, Lusaka", "Receiving, Lusaka", "Receiving manager, Lusaka"),
        ("Receiving manager", "Stores", "Receiving manager, Stores"),
        ("", "Stores", "Stores"),
        ("Buyer", None, "Buyer"),
    ],
)
def test_a_department_is_not_said_again(client: Client, cast: Cast, title: str, department: str | None, said: str) -> None:
    account = make_account(owner=cast.ada)
    person = make_person(given_name="Tess", family_name="Holloway", owner=cast.ada)
    place = make_department(account, name=department) if department else None
    make_affiliation(person=person, account=account, job_title=title, department=place)
    page = prepared(client, cast, account.pk)
    people = page[page.index("Who will be there") : page.index("Out of tolerance")]
    assert re.search(rf"Tess Holloway\s+{re.escape(said)}\s", people)
    assert people.count(said) == 1


def test_what_was_said_ends_at_a_word(client: Client, cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    body = "“Ten days is a stock-out for us”, said the buyer, and asked for the appointments of the whole month.\nMore on the next line."
    made = make_interaction(owner=cast.ada, account=account, body=body)
    assert str(made) == "“Ten days is a stock-out for us”, said the buyer, and asked for the…"
    assert "asked for the appointments of the whole month." in prepared(client, cast, account.pk)
    made.body = "Short."
    assert str(made) == "Short."
