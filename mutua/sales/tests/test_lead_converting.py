"""Leads become an account, a person and a deal, and come back from it without a loss."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mutua.customers.actions.add_contact_point import add_contact_point
from mutua.customers.models import Account, Affiliation, ContactPoint, Person
from mutua.customers.tests.making import make_account, make_person
from mutua.daybook.models import Interaction, Note
from mutua.foundation.access import NotFound
from mutua.foundation.files.models import Attachment
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.convert_lead import Deal, convert_lead
from mutua.sales.actions.create_opportunity import create_opportunity
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.actions.undo_conversion import undo_conversion
from mutua.sales.models import Lead, Opportunity
from mutua.sales.pipelines import ensure_pipeline
from mutua.sales.queries.converting import accounts_alike, people_alike
from mutua.sales.tests.lead_making import make_asking_strategy, make_lead
from tests.cast import nothing_changes, way_back

pytestmark = pytest.mark.django_db

ARRIVED = datetime(2026, 3, 1, 9, tzinfo=UTC)
LIVING = (Account, Person, Affiliation, ContactPoint, Opportunity, Interaction)


@pytest.fixture
def lead(cast) -> Lead:
    ensure_pipeline()
    return make_lead(
        owner=cast.ada, state="qualified", strategy=make_asking_strategy(), phone="+234 802 123 4567", job_title="Head of buying", country="Nigeria",
        message="We need cold boxes", amount=Decimal(5000), arrived_at=ARRIVED,
    )  # fmt: skip


def living() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in LIVING}


def test_it_becomes_an_account_a_person_and_a_deal_that_serves_its_strategy(cast, lead):
    Note.objects.create(subject_kind="lead", subject_id=lead.pk, body="Friendly")
    made = convert_lead(cast.ada, lead.pk, version=lead.version, deal=Deal(amount=lead.amount))
    assert (made.account.name, made.account.country, made.account.roles) == ("Kano Clinics", "Nigeria", ["prospect"])
    assert made.person.name == "Adaeze Obi"
    assert Affiliation.objects.get().job_title == "Head of buying"
    assert set(ContactPoint.objects.values_list("kind", "normalised")) == {("mail", "adaeze@kano.example"), ("phone", "+2348021234567")}
    deal = made.opportunity
    assert (deal.account, deal.strategy, deal.strategy_inferred, deal.amount) == (made.account, lead.strategy, False, Decimal(5000))
    said = Interaction.objects.get()
    assert (said.body, said.side, said.at, said.person) == ("We need cold boxes", "them", ARRIVED, made.person)
    note = Note.objects.get()
    assert (note.subject_kind, note.subject_id, note.account_id) == ("opportunity", deal.pk, made.account.pk)
    assert Lead.objects.get().state == "converted"


def test_taken_back_at_once_nothing_of_it_is_left(cast, lead):
    Note.objects.create(subject_kind="lead", subject_id=lead.pk, body="Friendly")
    before = living()
    made = convert_lead(cast.ada, lead.pk, version=lead.version, deal=Deal())
    assert living() != before
    undone = undo_conversion(cast.ada, lead.pk, version=made.lead.version)
    assert (living(), undone.kept, Lead.objects.get().state) == (before, [], "qualified")
    assert Note.objects.get().subject_kind == "lead"
    assert convert_lead(cast.ada, lead.pk, version=undone.lead.version, deal=Deal()).pk != undone.pk


def test_what_somebody_worked_on_stays_and_is_named(cast, lead):
    made = convert_lead(cast.ada, lead.pk, version=lead.version, deal=Deal(name="Cold boxes"))
    edit_opportunity(cast.ada, made.opportunity_id, version=None, amount=Decimal(9))
    undone = undo_conversion(cast.ada, lead.pk, version=made.lead.version)
    assert undone.kept == ["deal: Cold boxes", "account: Kano Clinics"]
    assert [model.__name__ for model in LIVING if model.objects.exists()] == ["Account", "Opportunity"]


def test_what_hangs_on_it_since_keeps_it(cast, lead):
    made = convert_lead(cast.ada, lead.pk, version=lead.version)
    create_opportunity(cast.ada, account=made.account, name="Another")
    undone = undo_conversion(cast.ada, lead.pk, version=made.lead.version)
    assert undone.kept == ["account: Kano Clinics"]
    assert not Person.objects.exists()


def test_who_is_there_already_is_found_by_the_marks_of_imports_and_taken(cast, lead):
    account = make_account(name="KANO CLINICS LTD", owner=cast.ada, country="Nigeria")
    make_account(name="Kano Clinics", owner=cast.ada, country="Germany")
    person = make_person(given_name="Ada", family_name="Obi", owner=cast.ada)
    add_contact_point(cast.ada, person, kind="phone", value="+234 802 123-4567")
    lead.given_name = "Ada"
    assert [like.record_id for like in accounts_alike(cast.ada, lead)] == [account.pk]
    assert [like.record_id for like in people_alike(cast.ada, lead)] == [person.pk]
    made = convert_lead(cast.ada, lead.pk, version=lead.version, account=account, person=person)
    assert (made.account, made.person, set(made.made)) == (account, person, {"affiliation", "contact-point", "interaction"})
    assert ContactPoint.objects.filter(person=person).count() == 2
    undo_conversion(cast.ada, lead.pk, version=made.lead.version)
    assert list(ContactPoint.objects.values_list("kind", flat=True)) == ["phone"]
    assert Account.objects.filter(pk=account.pk).exists()


@pytest.mark.parametrize("state", ["new", "working", "disqualified"])
def test_only_a_qualified_lead_is_converted(cast, state):
    lead = make_lead(owner=cast.ada, state=state, disqualified_reason="x" if state == "disqualified" else "")
    with nothing_changes(), pytest.raises(Refused):
        convert_lead(cast.ada, lead.pk, version=lead.version)


def test_a_refusal_at_the_end_leaves_nothing_of_the_beginning(cast, lead):
    Lead.objects.filter(pk=lead.pk).update(organisation="")
    with nothing_changes(), pytest.raises(Refused, match="no organisation"):
        convert_lead(cast.ada, lead.pk, version=lead.version)
    theirs = make_account(owner=cast.eve)
    with nothing_changes(), pytest.raises(NotFound):
        convert_lead(cast.ada, lead.pk, version=lead.version, account=theirs)
    Lead.objects.filter(pk=lead.pk).update(organisation="Kano", currency="EUR")
    with nothing_changes(), pytest.raises(Refused):
        convert_lead(cast.ada, lead.pk, version=lead.version, deal=Deal(currency="XXX"))


def test_on_the_page_the_likely_one_is_offered_and_the_way_back_works(client, cast, lead):
    account = make_account(name="Kano Clinics", owner=cast.ada)
    client.force_login(cast.user("ada"))
    page = client.get(f"/leads/{lead.pk}/convert/").content.decode()
    assert "Kano Clinics: there already (same name)" in page
    sent = {"version": lead.version, "account_is": account.pk, "person_is": "new", "with_deal": "on", "amount": "700", "currency": "USD"}
    answer = client.post(f"/leads/{lead.pk}/convert/", {**sent, "person_is": "other"})
    assert answer.status_code == 422
    answer = client.post(f"/leads/{lead.pk}/convert/", sent, follow=True).content.decode()
    deal = Opportunity.objects.get()
    assert (deal.account, deal.amount) == (account, Decimal(700))
    assert "Became" in client.get(lead.get_absolute_url()).content.decode()
    client.post(way_back(answer))
    assert not Opportunity.objects.exists()
    assert not Attachment.objects.exists()


def test_another_program_converts_and_takes_back(client, cast, lead):
    client.force_login(cast.user("ada"))
    sent = {"deal": {"name": "Cold boxes"}}
    made = client.post(f"/api/v1/leads/{lead.pk}/convert", sent, "application/json", headers={"If-Match": f'"{lead.version}"'})
    assert (made.status_code, made.json()["undone_at"]) == (200, None)
    undone = client.post(f"/api/v1/leads/{lead.pk}/undo-conversion", headers={"If-Match": f'"{lead.version + 1}"'})
    assert (undone.status_code, undone.json()["kept"]) == (200, [])
    assert not Opportunity.objects.exists()
