"""Rows without a known key that look like a record that is here already; and that a preview tells what the import then does."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

import pytest
from django.db import connection

from mutua.customers import likeness
from mutua.customers.likeness import accounts_like, people_like
from mutua.customers.models import Account, ContactPoint, Person
from mutua.customers.queries.named import accounts_named
from mutua.customers.tests.making import make_account, make_contact_point, make_person
from mutua.foundation.access import flow_actor
from mutua.foundation.database.among import as_array
from mutua.foundation.imports import running, trying
from mutua.foundation.imports.actions.import_now import import_now, try_now
from mutua.foundation.imports.copying import copy_in
from mutua.foundation.imports.engine import one_at_a_time
from mutua.foundation.imports.models import ImportIssue, ImportRun, SourceRow
from mutua.foundation.imports.trying import Trial
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
ROOT = flow_actor("test")
MANY = 6_000
HEAD = "id,first name,last name,email,phone,company,title\n"


def bring_in(kind: str, text: str, duplicates: Any = None, source: str = "crm") -> ImportRun:
    return import_now(ROOT, kind, io.BytesIO(text.encode()), file_name="file.csv", source=source, duplicates=duplicates)


@pytest.fixture
def anna(db: None) -> Person:
    alder = make_account(name="Alder Markets")
    anna = make_person(given_name="Robert", family_name="Berg", account=alder, note="Met at the fair")
    make_contact_point(person=anna, kind="mail", value="R.Berg@alder.example")
    make_contact_point(person=anna, kind="phone", value="+49 40 1234567")
    return anna


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"given_name": "Robert", "family_name": "Berg", "mail": "r.berg@ALDER.example"}, "same mail"),
        ({"given_name": "Bob", "family_name": "Mountain", "phone": "+49 (0)40 1234567"}, "same telephone"),
        ({"given_name": "R.", "family_name": "Berg", "other_mail": "r.berg@alder.example"}, "same mail"),
        ({"given_name": "Bob", "family_name": "BERG", "mail": "new@alder.example"}, ""),
        ({"given_name": "Clara", "family_name": "Berg", "mail": "r.berg@alder.example"}, ""),
        ({"given_name": "Clara", "family_name": "Lind", "phone": "+49 40 1234567"}, ""),
    ],
)
def test_a_person_is_known_by_address_unless_the_given_names_differ(anna: Person, values: dict[str, str], why: str) -> None:
    (likes,) = people_like(ROOT, [(2, values)]).values()
    assert [(like.record_id, like.why) for like in likes] == ([(anna.pk, why)] if why else [])


def test_a_person_is_known_by_name_at_the_same_account_only(anna: Person) -> None:
    here = {"given_name": "Robert", "family_name": "Berg", "account_id": Account.objects.get().pk}
    assert [like.why for like in people_like(ROOT, [(2, here)])[2]] == ["same name"]
    assert people_like(ROOT, [(2, here | {"account_id": make_account().pk})])[2] == []


def test_who_does_not_see_a_record_is_not_told_of_it(cast: Cast) -> None:
    make_account(name="Hidden Harbour", owner=cast.eve)
    assert accounts_like(cast.ada, [(2, {"name": "Hidden Harbour"})])[2] == []
    assert accounts_like(cast.eve, [(2, {"name": "Hidden Harbour"})])[2]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"name": "Müller & Söhne"}, "same name"),
        ({"name": "MULLER & SOHNE AG", "country": "Deutschland"}, "same name"),
        ({"name": "Müller & Söhne GmbH", "country": "France"}, ""),
        ({"name": "Müller Logistics", "website": "mueller.example"}, "same website"),
        ({"name": "Harbour Cranes", "website": "mueller.example"}, ""),
        ({"name": "Müller Nord GmbH", "website": "mueller.example", "parent": "Müller & Söhne GmbH"}, ""),
        ({"name": "Müller", "phone": "+49 40 7654321"}, "same telephone"),
        ({"name": "Müller"}, ""),
    ],
)
def test_an_account_is_known_by_name_website_or_telephone(db: None, values: dict[str, str], why: str) -> None:
    mueller = make_account(name="Müller & Söhne GmbH", country="Germany", website="https://WWW.Mueller.example/start")
    make_contact_point(account=mueller, kind="phone", value="+49 40 7654321")
    (likes,) = accounts_like(ROOT, [(2, values)]).values()
    assert [(like.record_id, like.why) for like in likes] == ([(mueller.pk, why)] if why else [])


def test_unless_somebody_chooses_a_new_record_is_made_and_named(anna: Person) -> None:
    run = bring_in("people", HEAD + "7,Bob,Berg,r.berg@alder.example,,Alder Markets,\n")
    assert (run.created, Person.objects.count()) == (1, 2)
    issue = run.issues.get()
    assert (issue.level, issue.found) == ("kept", "Robert Berg (same mail)")


def test_the_row_is_taken_as_that_record_and_empties_nothing_and_is_known_from_then_on(anna: Person) -> None:
    text = HEAD + "7,Bob,,r.berg@alder.example,+49 171 555,Alder Markets,Buyer\n"
    run = bring_in("people", text, "update")
    assert (run.created, run.updated, Person.objects.count()) == (0, 1, 1)
    anna.refresh_from_db()
    assert (anna.given_name, anna.family_name, anna.note, anna.source) == ("Bob", "Berg", "Met at the fair", "")
    assert ContactPoint.objects.filter(person=anna).count() == 3
    again = bring_in("people", text)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    changed = bring_in("people", text.replace("Buyer", "Head of buying").replace("Bob", "Robert"))
    anna.refresh_from_db()
    assert (changed.updated, anna.given_name, anna.family_name) == (1, "Robert", "Berg")


def test_the_row_is_refused_with_the_record_that_it_looks_like(anna: Person) -> None:
    run = bring_in("people", HEAD + "7,Bob,Berg,r.berg@alder.example,,Alder Markets,\n8,Clara,Lind,,,Alder Markets,\n", "refuse")
    assert (run.created, run.refused) == (1, 1)
    assert run.issues.get(state=ImportIssue.State.OPEN).found == "Robert Berg (same mail)"


def test_a_row_that_looks_like_two_records_is_never_taken_as_one(anna: Person) -> None:
    make_contact_point(person=make_person(given_name="Rob", family_name="Berger"), kind="phone", value="+49 171 777777")
    run = bring_in("people", HEAD + "7,Bob,Berg,r.berg@alder.example,+49 171 777777,,\n", "update")
    assert (run.refused, run.issues.get().sentence) == (1, "It looks like more than one record that is here already.")


def test_rows_of_one_file_that_look_alike_become_one_record(db: None) -> None:
    text = HEAD + "1,Bob,Berg,b@x.example,,,\n2,Robert,Berg,B@X.example,,,\n3,Clara,Berg,b@x.example,,,\n"
    run = bring_in("people", text, "update")
    assert (run.created, run.updated) == (2, 1)
    assert SourceRow.objects.get(source_key="2").record_id == SourceRow.objects.get(source_key="1").record_id


def test_an_account_that_was_taken_as_another_is_meant_by_its_key(db: None) -> None:
    alder = make_account(name="Alder Markets")
    bring_in("accounts", "id,name\nA-1,Alder Markets Ltd\n", "update")
    assert accounts_named(ROOT, "crm", {"A-1"}) == {"A-1": alder.pk}
    assert Account.objects.get().name == "Alder Markets Ltd"


def outcomes_of_import(monkeypatch: pytest.MonkeyPatch, *given: Any) -> tuple[ImportRun, dict[int, str]]:
    """The import, and what became of each row."""
    seen: dict[int, str] = {}
    make, watching = running.intake_of, Trial(tell=lambda outcome, row: seen.__setitem__(row.number, outcome))

    def watched(*parts: Any) -> Any:
        intake = make(*parts)
        intake.watch = watching
        return intake

    with monkeypatch.context() as patch:
        patch.setattr(running, "intake_of", watched)
        return bring_in(*given), seen


def random_rows(chance: random.Random, kind: str) -> str:
    """Rows that often repeat each other and what is here already: keys, names, addresses, parents, and nonsense."""
    text = io.StringIO()
    writer = csv.writer(text)
    few = lambda *words: chance.choice([*words, ""])  # noqa: E731
    if kind == "accounts":
        writer.writerow(["id", "name", "website", "country", "phone", "parent", "type"])
        for number in range(12):
            name = chance.choice(["Alder", "Alder Ltd", "Birch GmbH", "Birch", "Castell AG", "Dune", ""])
            writer.writerow(
                [few(str(number), "1", "2"), name, few("alder.example", "www.birch.example"), few("Norway", "Chile"), few("+47 22 555555"), few("Alder", "9", "Dune"), few("customer", "friend")]
            )  # fmt: skip
    else:
        writer.writerow(["id", "first name", "last name", "email", "phone", "company"])
        for number in range(12):
            writer.writerow(
                [few(str(number), "1", "2"), few("Bob", "Robert", "Clara"), few("Berg", "Lind"), few("b@x.example", "c@x.example", "no mail"), few("+47 22 555555", "0"), few("Alder", "Nowhere")]
            )  # fmt: skip
    return text.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_what_the_preview_tells_of_each_row_is_what_the_import_does(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    kind, choice = chance.choice(["accounts", "people"]), chance.choice(["create", "update", "refuse"])
    monkeypatch.setattr(running, "BATCH", 5)
    monkeypatch.setattr(trying, "BATCH", 5)
    bring_in("accounts", random_rows(chance, "accounts"), source="crm")
    bring_in("people", random_rows(chance, "people"), source=chance.choice(["crm", "phone"]))
    file = random_rows(chance, kind)
    told: dict[int, str] = {}
    with nothing_changes():
        trial = Trial(tell=lambda outcome, row: told.__setitem__(row.number, outcome))
        try_now(ROOT, kind, io.BytesIO(file.encode()), file_name="file.csv", source="crm", duplicates=choice, trial=trial)
    run, seen = outcomes_of_import(monkeypatch, kind, file, choice)
    assert told == seen
    assert [trial.counts[name] for name in ("created", "updated", "unchanged", "refused", "corrected")] == [
        run.created, run.updated, run.unchanged, run.refused, run.corrected,
    ]  # fmt: skip


def test_a_table_of_which_nothing_is_known_yet_is_asked_by_the_right_index(cast: Cast) -> None:
    """Never analysed, an index that has the column in its last place seems as good, and is read whole for each value."""
    account = make_account(owner=cast.root, name="Alder")
    mails = [f"p{n}@example.org" for n in range(MANY)]
    people = copy_in(Person, [{"given_name": "Ada", "family_name": mail} for mail in mails])
    copy_in(
        ContactPoint,
        [{"person_id": person, "kind": "mail", "value": mail, "normalised": mail} for person, mail in zip(people, mails, strict=True)],
    )
    one_at_a_time("people", "crm")
    for statement, lists, index in (
        (likeness._AT_POINT, [mails], "contact_point_by_value"),
        (likeness._NAMED_AT, [mails, [account.pk] * MANY], "person_by_name"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"explain {statement}", [*map(as_array, lists), likeness.MOST_EACH])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert f"using {index}" in plan, plan
