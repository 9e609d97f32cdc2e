"""Contact cards become people, by the same engine as every table."""

from __future__ import annotations

import io

import pytest

from mutua.customers.models import Affiliation, ContactPoint, Person
from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now, try_now
from mutua.foundation.imports.queries.refused import refused_table
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
ROOT = flow_actor("test")
CARDS = """BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:one
N:Mwansa;Thandiwe;;;
FN:Thandiwe Mwansa
ORG:Alder Markets;Buying
TITLE:Head of buying
EMAIL:t.mwansa@alder.example
TEL;TYPE=cell:+260 97 1234567
ADR:;;12 Cairo Road;Lusaka;;10101;Zambia
PHOTO:data:image/png;base64,AAAA
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Nobody Known
ORG:Nowhere Ltd
EMAIL:n@nowhere.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Alder Markets
KIND:org
END:VCARD
"""


def take(text: str, **given):  # type: ignore[no-untyped-def]
    return import_now(ROOT, "people", io.BytesIO(text.encode()), file_name="contacts.vcf", source="phone", **given)


def test_people_come_in_with_work_address_and_numbers_and_are_known_by_their_uid() -> None:
    make_account(name="Alder Markets")
    run = take(CARDS)
    assert (run.created, run.refused) == (1, 2)
    person = Person.objects.get()
    assert (person.name, person.source_key) == ("Thandiwe Mwansa", "one")
    at = Affiliation.objects.get()
    assert (at.account.name, at.department.name, at.job_title) == ("Alder Markets", "Buying", "Head of buying")
    assert set(ContactPoint.objects.values_list("kind", "value")) == {
        ("mail", "t.mwansa@alder.example"), ("phone", "+260 97 1234567"), ("postal", "12 Cairo Road, 10101 Lusaka, Zambia"),
    }  # fmt: skip
    assert run.issues.get(level="kept").sentence == "The card's picture, sound or key was not taken."
    again = take(CARDS)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_a_dry_run_tells_the_same_and_the_error_file_is_a_table_to_correct() -> None:
    make_account(name="Alder Markets")
    with nothing_changes():
        counts = try_now(ROOT, "people", io.BytesIO(CARDS.encode()), file_name="contacts.vcf", source="phone").counts
    assert (counts["created"], counts["refused"]) == (1, 2)
    headings, rows = refused_table(take(CARDS))
    text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in [headings, *rows]).replace("Nowhere Ltd", "Alder Markets")
    again = import_now(ROOT, "people", io.BytesIO(text.encode()), file_name="refused.csv", source="phone")
    assert again.created == 2


def test_cards_become_people_and_nothing_else() -> None:
    with pytest.raises(Refused, match="hold people"), nothing_changes():
        import_now(ROOT, "accounts", io.BytesIO(CARDS.encode()), file_name="contacts.vcf", source="phone")
