"""What people allow: written for ever, withdrawn at once, and shown as it was known on any day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutua.customers.actions.record_consent import record_consent
from mutua.customers.actions.withdraw_consent import withdraw_consent
from mutua.customers.actions.write_consents import write_consents
from mutua.customers.actions.write_wording import write_wording
from mutua.customers.models import Consent, Person
from mutua.customers.queries.consents import contactable, holding, ledger_of, may_contact
from mutua.customers.tests.making import make_person
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.ledgers import opened_ledgers
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
NEWS = {"purpose": "news", "channel": "mail", "how": "form", "proof": "Form 12"}


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 12, tzinfo=UTC)


def test_who_never_said_anything_may_not_be_contacted(cast):
    assert not may_contact(make_person(owner=cast.ada).pk, "news", "mail")


def test_consent_holds_for_its_purpose_and_channel_only_and_until_it_is_withdrawn(cast):
    person = make_person(owner=cast.ada)
    record_consent(cast.ada, person, given=True, **NEWS)
    assert may_contact(person.pk, "news", "mail")
    assert not may_contact(person.pk, "news", "phone")
    assert not may_contact(person.pk, "offers", "mail")
    assert len(withdraw_consent(cast.cleo, person.pk, purpose="news", channel="mail")) == 1
    assert not may_contact(person.pk, "news", "mail")
    with nothing_changes():
        assert withdraw_consent(cast.ada, person.pk) == []
    assert ledger_of(cast.ada, person).count() == 2


def test_an_older_yes_that_comes_later_does_not_undo_a_no(cast):
    person = make_person(owner=cast.ada)
    record_consent(cast.ada, person, given=False, at=day(9), **NEWS)
    record_consent(cast.ada, person, given=True, at=day(2), **NEWS)
    record_consent(cast.ada, person, given=True, at=day(9), **NEWS)
    assert not may_contact(person.pk, "news", "mail")


def test_any_day_is_shown_with_what_was_known_on_it(cast):
    person = make_person(owner=cast.ada)
    for given, said, known in ((True, 1, 2), (False, 5, 20)):
        Consent.objects.create(person=person, purpose="news", channel="mail", how="form", given=given, at=day(said), recorded_at=day(known))
    assert [may_contact(person.pk, "news", "mail", day(number)) for number in (1, 3, 10, 21)] == [False, True, True, False]
    assert [bool(contactable([person.pk], "news", "mail", day(number))) for number in (1, 3, 21)] == [False, True, False]
    assert holding(cast.ada, person, day(10))["news", "mail"].given


@pytest.mark.parametrize(
    "statement", ["update customers_consent set given = true", "update customers_consent set proof = ''", "delete from customers_consent"]
)
def test_the_database_refuses_to_rewrite_the_ledger(cast, statement):
    record_consent(cast.ada, make_person(owner=cast.ada), given=False, **NEWS)
    with nothing_changes(), pytest.raises(DatabaseError, match="ledger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_erasing_opens_the_ledger_and_nothing_else_does(cast):
    person = make_person(owner=cast.ada)
    record_consent(cast.ada, person, given=True, **NEWS)
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.everything.get(pk=person.pk).delete()
    with opened_ledgers():
        Person.everything.get(pk=person.pk).delete()
    assert not Consent.objects.exists()


def test_a_wording_is_kept_as_it_was_read(cast):
    first = write_wording(cast.ben, purpose="news", text="We write once a month.")
    person = make_person(owner=cast.ada)
    record_consent(cast.ada, person, purpose="news", channel="mail", given=True, how="form", wording=first)
    second = write_wording(cast.ben, purpose="news", text="We write twice a month.")
    assert (first.version, second.version) == (1, 2)
    assert ledger_of(cast.ada, person).get().wording.text == "We write once a month."
    with pytest.raises(Refused), nothing_changes():
        write_wording(cast.ben, purpose="news", text="We write twice a month. ")
    with pytest.raises(Refused, match="something else"), nothing_changes():
        record_consent(cast.ada, person, purpose="offers", channel="mail", given=True, how="form", wording=first)
    with pytest.raises(NotAllowed), nothing_changes():
        write_wording(cast.ada, purpose="news", text="x")


def test_what_is_not_shown_by_anything_or_not_yet_said_is_refused(cast):
    person = make_person(owner=cast.ada)
    with pytest.raises(Refused) as refusal, nothing_changes():
        record_consent(cast.ada, person, purpose="news", channel="mail", given=True, how="phone")
    assert refusal.value.field == "proof"
    with pytest.raises(Refused), nothing_changes():
        record_consent(cast.ada, person, given=True, at=days.now() + timedelta(days=1), **NEWS)
    with pytest.raises(NotFound), nothing_changes():
        record_consent(cast.eve, person.pk, given=True, **NEWS)
    with pytest.raises(NotAllowed), nothing_changes():
        record_consent(cast.executive, person.pk, given=True, **NEWS)


def test_the_pages_record_show_and_withdraw(cast):
    ada, person = Client(), make_person(owner=cast.ada)
    ada.force_login(cast.users["ada"])
    sent = {**NEWS, "given": "yes", "at": "2026-03-01T12:00"}
    assert ada.post(reverse("customers:consent-new", args=[person.pk]), sent).status_code == 302
    address = reverse("customers:consents", args=[person.pk])
    with CaptureQueriesContext(connection) as captured:
        page = ada.get(address).content.decode()
    assert len(captured) <= 12
    assert "Form 12" in page
    assert "Withdraw" in ada.get(person.get_absolute_url()).content.decode()
    ada.post(reverse("customers:consent-withdraw", args=[person.pk]), {"purpose": "news", "channel": "mail"})
    assert "Nothing has been recorded" in ada.get(address + "?as_of=2026-02-01").content.decode()
    assert "taken back" in ada.get(address).content.decode()
    assert not may_contact(person.pk, "news", "mail")


def test_an_import_writes_only_what_is_new_and_never_undoes_a_no(cast):
    new, gave, took_back = (make_person(owner=cast.ada) for _number in range(3))
    record_consent(cast.ada, gave, given=True, **NEWS)
    record_consent(cast.ada, took_back, given=False, **NEWS)
    rows = [(new.pk, True), (gave.pk, False), (took_back.pk, True)]
    write_consents(cast.ada, "crm", rows)
    assert [may_contact(person.pk, "news", "mail") for person in (new, gave, took_back)] == [True, False, False]
    with nothing_changes():
        write_consents(cast.ada, "crm", rows)
    with pytest.raises(NotAllowed), nothing_changes():
        write_consents(cast.executive, "crm", rows)
