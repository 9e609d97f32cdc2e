"""Who may export and erase, what is asked first, what the law keeps, and that nobody comes back by an import."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client, TestCase

from mutua.backoffice.models import Invoice
from mutua.backoffice.tests.making import make_credit, make_order
from mutua.cli import person as command
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.events import PersonErased
from mutua.customers.models import ContactPoint, ErasedPerson, Merge, Person
from mutua.customers.tests.making import make_account, make_consent, make_person
from mutua.daybook.models import Interaction, Note
from mutua.daybook.tests.making import make_interaction, make_note
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.events.models import EventRow
from mutua.foundation.files.models import Attachment
from mutua.foundation.files.tests.making import PDF, make_attachment
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.models import ImportIssue, SourceRow
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.privacy.actions.ask_to_erase import ask_to_erase
from mutua.foundation.privacy.actions.carry_out_erasure import carry_out_erasure
from mutua.foundation.privacy.models import Erasure, Suppressed
from mutua.foundation.privacy.queries.everything import everything_about
from mutua.foundation.privacy.queries.preview import preview_of
from mutua.foundation.records.actions.empty_bin import empty_bin
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.bin import bin_kind
from mutua.foundation.records.errors import Refused
from tests.cast import Cast, nothing_changes

PEOPLE = "Contact ID,First Name,Last Name,Email\nc-771,Noluthando,Vandermeer,noluthando@vandermeer.example\nc-772,Joseph,Phiri,joseph@phiri.example\n"


def erase(cast: Cast, person: Person) -> Erasure:
    order = ask_to_erase(cast.root, person.pk, typed=str(person))
    run_waiting()
    order.refresh_from_db()
    return order


def bring_in(cast: Cast, text: str = PEOPLE) -> Any:
    return import_now(cast.root, "people", BytesIO(text.encode()), file_name="people.csv", source="crm")


@pytest.mark.parametrize("who", ["ada", "ben", "cleo", "eve", "executive"])
def test_only_an_administrator_exports_or_erases(cast: Cast, who: str) -> None:
    person = make_person(owner=cast.ada)
    actor = getattr(cast, who)
    for act in (everything_about, preview_of, lambda one, number: ask_to_erase(one, number, typed=str(person))):
        with pytest.raises((NotAllowed, NotFound)), nothing_changes():
            act(actor, person.pk)


def test_another_name_than_the_one_on_the_page_erases_nothing(cast: Cast) -> None:
    person = make_person()
    with pytest.raises(Refused, match="not the name"), nothing_changes():
        ask_to_erase(cast.root, person.pk, typed="Thandiwe")
    with pytest.raises(Refused, match="must not name"), nothing_changes():
        ask_to_erase(cast.root, person.pk, typed=str(person), reason=f"{person} asked for it")


def test_it_is_done_once_and_logged_without_the_person(cast: Cast) -> None:
    person = make_person(given_name="Noluthando", family_name="Vandermeer")
    make_consent(person)
    order = erase(cast, person)
    assert (order.state, order.asked_by_name, order.counts["deleted"] > 0) == ("done", "Root", True)
    assert EventRow.objects.filter(name=PersonErased.name, payload__person_id=person.pk).exists()
    assert not Person.everything.filter(pk=person.pk).exists()
    with nothing_changes():
        carry_out_erasure(cast.root, order.pk)
    with pytest.raises(NotFound):
        ask_to_erase(cast.root, person.pk, typed="Noluthando Vandermeer")


def test_contacts_of_the_account_stay_counted_without_words(cast: Cast) -> None:
    account = make_account()
    person = make_person(account=account)
    kept = make_interaction(owner=cast.ada, account=account, person=person, body="Her daughter starts school on Monday")
    erase(cast, person)
    interaction = Interaction.objects.get(pk=kept.pk)
    assert (interaction.account, interaction.person, interaction.body) == (account, None, "[erased]")


def test_what_the_law_keeps_stays_with_its_amounts_and_nobodys_name(cast: Cast) -> None:
    person = make_person(given_name="Noluthando", family_name="Vandermeer", note="Prefers mornings")
    make_credit(person)
    invoice = Invoice.objects.create(
        person=person,
        number="I-9",
        invoiced_on=date(2026, 3, 1),
        currency="EUR",
        value="120.00",
        open_amount="20.00",
        as_of=date(2026, 3, 2),
    )
    kept = preview_of(cast.root, person.pk).kept
    assert [(line.rows, "Books" in str(line.why)) for line in kept] == [(1, True)]

    erase(cast, person)

    invoice.refresh_from_db()
    assert (invoice.number, invoice.value, str(invoice.party)) == ("I-9", 120, "Erased person")
    left = Person.everything.get(pk=person.pk)
    assert (left.given_name, left.note, left.source_key, left.search) == ("", "", "", " erased person")
    assert ErasedPerson.objects.get().person == left
    with pytest.raises(Refused, match="erased for good"), nothing_changes():
        restore(cast.root, left)
    empty_bin(cast.root, bin_kind("person"))
    assert Invoice.objects.filter(pk=invoice.pk).exists()


def test_whoever_was_merged_into_the_person_goes_too_and_the_merge_with_them(cast: Cast) -> None:
    one, other = make_person(), make_person(given_name="T.", family_name="Mwansa-Old")
    merge_records(cast.root, "person", one.pk, other.pk, version=one.version, merged_version=other.version)
    assert preview_of(cast.root, one.pk).people == sorted([one.pk, other.pk])
    erase(cast, one)
    assert not Person.everything.filter(pk__in=[one.pk, other.pk]).exists()
    assert not Merge.objects.exists()


def test_the_same_row_of_the_same_source_does_not_bring_the_person_back(cast: Cast) -> None:
    bring_in(cast)
    person = Person.objects.get(family_name="Vandermeer")
    erase(cast, person)
    assert not SourceRow.objects.filter(source_key="c-771").exists()
    assert Suppressed.objects.count() == 2
    assert not any("vander" in one for one in Suppressed.objects.values_list("digest", flat=True))

    run = bring_in(cast)

    assert (run.created, run.unchanged, run.refused) == (0, 1, 1)
    issue = ImportIssue.objects.get(run=run, level="refused")
    assert "was erased here" in issue.sentence
    assert (issue.raw, issue.text, issue.found, issue.source_key, issue.state) == (None, None, "", "", "dismissed")
    assert not Person.everything.filter(family_name="Vandermeer").exists()
    # Under another number, but with the same mail address, it is the same person.
    again = bring_in(cast, PEOPLE.replace("c-771", "c-999"))
    assert (again.created, again.refused) == (0, 1)


def test_somebody_is_added_by_hand_again_after_all(cast: Cast) -> None:
    from mutua.customers.actions.create_person import create_person

    bring_in(cast)
    erase(cast, Person.objects.get(family_name="Vandermeer"))
    made = create_person(cast.root, given_name="Noluthando", family_name="Vandermeer")
    assert Person.objects.filter(pk=made.pk).exists()


def test_the_pages_show_what_would_go_ask_for_the_name_and_list_what_was_done(cast: Cast) -> None:
    person = make_person(given_name="Noluthando", family_name="Vandermeer", account=make_account())
    ContactPoint.objects.create(person=person, kind="mail", value="n@vandermeer.example", normalised="n@vandermeer.example")
    client = Client()
    client.force_login(cast.user("root"))
    assert f"/people/{person.pk}/erase/" in client.get(f"/people/{person.pk}/").content.decode()
    page = client.get(f"/people/{person.pk}/erase/").content.decode()
    assert "Contact points: 1" in page
    assert "cannot be undone" in page
    with nothing_changes():
        assert client.post(f"/people/{person.pk}/erase/", {"typed": "Someone"}).status_code == 422
    assert client.get(f"/people/{person.pk}/everything/").headers["Content-Disposition"].startswith('attachment; filename="person-')
    assert client.post(f"/people/{person.pk}/erase/", {"typed": "noluthando  vandermeer"}).status_code == 302
    run_waiting()
    listed = client.get("/erasures/").content.decode()
    assert "Done" in listed
    assert "Vandermeer" not in listed
    client.force_login(cast.user("ada"))
    assert client.get("/erasures/").status_code == 403


def test_pages_ask_the_database_a_fixed_number_of_times(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(cast.user("root"))
    Erasure.objects.bulk_create(Erasure(person_id=number, asked_at="2026-03-01T00:00Z") for number in range(120))
    with django_assert_max_num_queries(10):
        client.get("/erasures/")


def test_the_command_looks_first_and_takes_nothing_but_the_name(cast: Cast, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(command, "opened", lambda: nullcontext())
    person = make_person(given_name="Noluthando", family_name="Vandermeer")
    run = CliRunner().invoke
    out = tmp_path / "person.zip"
    assert "rows of" in run(command.command, ["export", str(person.pk), "--out", str(out)]).output
    assert out.stat().st_size > 300
    with nothing_changes():
        assert run(command.command, ["export", str(person.pk), "--out", str(out)]).exit_code == 1
        assert run(command.command, ["export", "987654", "--out", str(tmp_path / "x.zip")]).exit_code == 1
        assert run(command.command, ["erase", str(person.pk)]).exit_code == 2
        assert "not the name" in run(command.command, ["erase", str(person.pk), "--name", "Else"]).output
        assert "Nothing was erased" in run(command.command, ["erase", str(person.pk), "--preview"]).output
    assert run(command.command, ["erase", str(person.pk), "--name", "Noluthando Vandermeer"]).exit_code == 0
    assert not Person.everything.filter(pk=person.pk).exists()


def test_files_of_the_person_and_of_what_was_noted_with_them_go_with_their_contents(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.ATTACHMENTS_FOLDER = tmp_path
    account = make_account(owner=cast.ada)
    person = make_person(owner=cast.ada, account=account)
    noted = make_interaction(owner=cast.ada, account=account, person=person)
    make_attachment(cast.ada, person, b"Canary of the person", name="Noluthando.txt")
    make_attachment(cast.ada, noted, b"Canary of the visit", name="Visit.txt")
    shared = make_attachment(cast.ada, account, b"The contract", name="Contract.txt")
    make_attachment(cast.ada, person, b"The contract", name="Contract.txt")
    assert "Noluthando.txt" in everything_about(cast.root, person.pk).files
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase(cast, person)
    assert list(Attachment.everything.all()) == [shared]
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"The contract"]
    assert not EventRow.objects.filter(name="files.attachment.added", payload__file__in=["Noluthando.txt", "Visit.txt"]).exists()


def test_files_of_the_person_go_from_the_disk_unless_they_hang_elsewhere_too(cast: Cast, tmp_path: Any, settings: Any) -> None:
    settings.ATTACHMENTS_FOLDER = tmp_path
    person, account = make_person(owner=cast.ada), make_account(owner=cast.ada)
    make_attachment(cast.root, person, PDF + b"hers", name="Her letter.pdf")
    for record in (person, account):
        make_attachment(cast.root, record, PDF + b"ours", name="Our offer.pdf")
    before = {file.name for file in tmp_path.rglob("*") if file.is_file() and len(file.name) == 64}
    assert len(before) == 2
    assert "Her letter.pdf" in preview_of(cast.root, person.pk).files

    ask_to_erase(cast.root, person.pk, typed=str(person))
    with TestCase.captureOnCommitCallbacks(execute=True):
        run_waiting()

    assert [one.subject_kind for one in Attachment.everything.all()] == ["account"]
    assert {file.name for file in tmp_path.rglob("*") if file.is_file() and len(file.name) == 64} < before


def test_notes_on_the_person_and_on_what_is_the_persons_own_are_exported_and_erased(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    person = make_person(owner=cast.ada, account=account)
    hers = [person, make_interaction(owner=cast.ada, account=account, person=person), make_order(person, number="B-1")]
    for record in hers:
        make_note(record, owner=cast.ada, body=f"Canary on {type(record).__name__}")
    kept = make_note(make_order(account), owner=cast.ada, body="About somebody else")
    told = repr(everything_about(cast.root, person.pk).sections)
    assert all(f"Canary on {type(record).__name__}" in told for record in hers)
    erase(cast, person)
    assert list(Note.everything.all()) == [kept]
    assert not Note.pgh_event_model.objects.filter(body__contains="Canary").exists()
