"""What happened with people and households that are customers by themselves: noted without an account, seen by whoever sees them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from mutua.customers.tests.making import make_account, make_affiliation, make_household, make_person
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.take_back import take_back
from mutua.daybook.models import Interaction
from mutua.daybook.queries.daybook import interaction_for, interactions_seen
from mutua.daybook.tests.making import make_interaction
from mutua.foundation import days
from mutua.foundation.access import NotFound, flow_actor
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.errors import Refused
from mutua.foundation.timeline.models import TimelineEntry
from mutua.relationships.actions.load_catalogue import load_catalogue
from mutua.relationships.models import Touchpoint
from tests.browser import well_made
from tests.cast import nothing_changes, way_back


@pytest.fixture
def shopper(cast):
    load_catalogue(flow_actor("tests"))
    return make_person(owner=cast.ada, given_name="Thandiwe", family_name="Banda")


def with_nobody(cast):
    return Interaction(body="Nobody", at=days.now(), touchpoint=Touchpoint.objects.first(), owner_id=cast.ada.user_id)


def test_a_visit_of_a_shopper_is_noted_on_their_page_and_taken_back(client, cast, shopper):
    client.force_login(cast.user("ada"))
    page = client.get(shopper.get_absolute_url()).content.decode()
    assert "for no account" in page
    assert 'value="meeting"' not in page, "meetings are with people of an account"
    sent = {"kind": "visit", "body": "Bought a lamp and asked for a shade.", "side": "them"}
    page = client.post(f"/people/{shopper.pk}/compose/", sent, follow=True)
    noted = Interaction.objects.get()
    assert (noted.account, noted.person, noted.touchpoint_inferred) == (None, shopper, True)
    assert "Bought a lamp" in page.content.decode()
    assert [(line.subject_kind, line.subject_id) for line in TimelineEntry.objects.filter(sentence="daybook.interaction.visit")] == [
        ("person", shopper.pk)
    ]
    own = client.get(noted.get_absolute_url()).content.decode()
    assert shopper.get_absolute_url() in own
    assert "Bought a lamp" in client.get("/interactions/").content.decode()
    assert client.post(way_back(page.content.decode())).url == shopper.get_absolute_url()
    assert not TimelineEntry.objects.filter(sentence="daybook.interaction.visit").exists()
    restore(cast.ada, Interaction.everything.get())
    assert TimelineEntry.objects.filter(sentence="daybook.interaction.visit").count() == 1


def test_quick_entry_needs_no_account_for_who_works_nowhere(client, cast, shopper):
    client.force_login(cast.user("ada"))
    named = f"Thandiwe Banda (#{shopper.pk})"
    assert "inferred" in client.get("/quick/inferred/", {"kind": "call", "person": named}).content.decode()
    assert client.post("/quick/", {"kind": "call", "body": "Where is my lamp?", "person": named}).status_code == 302
    assert Interaction.objects.get().person == shopper
    for kind in ("meeting", "task"):
        with nothing_changes():
            assert client.post("/quick/", {"kind": kind, "body": "Later", "person": named}).status_code == 422
    make_affiliation(person=shopper, account=make_account(owner=cast.ada))
    client.post("/quick/", {"kind": "call", "body": "Of the company", "person": named})
    assert Interaction.objects.get(body="Of the company").account is not None


def test_a_household_has_contacts_with_and_without_one_of_its_members(client, cast, shopper):
    household = make_household(shopper, owner=cast.ada, name="The Bandas")
    client.force_login(cast.user("ada"))
    for person in ("", shopper.pk):
        sent = {"kind": "call", "body": f"Rang {person}", "side": "them", "person": person}
        assert client.post(f"/households/{household.pk}/compose/", sent).url == household.get_absolute_url()
    assert Interaction.objects.filter(household=household, account=None).count() == 2
    page = client.get(household.get_absolute_url()).content.decode()
    assert "noted a call with The Bandas" in page
    assert "noted a call with Thandiwe Banda" in page
    make_person(owner=cast.ada, family_name="Not of them")
    stranger = make_person(owner=cast.ada)
    with nothing_changes():
        wrong = client.post(f"/households/{household.pk}/compose/", {"kind": "call", "body": "x", "person": stranger.pk})
    assert wrong.status_code == 422


def test_only_whoever_sees_the_customer_sees_it(client, cast, shopper):
    noted = note_interaction(cast.ada, None, person_id=shopper.pk, channel="call", body="A secret lamp")
    of_account = make_interaction(owner=cast.eve, person=shopper, body="At an account of Eve's")
    assert list(interactions_seen(cast.ada)) == [noted], "who sees the person need not see the account"
    assert list(interactions_seen(cast.eve)) == [of_account], "and the other way round"
    assert set(interactions_seen(cast.root)) == {noted, of_account}
    with pytest.raises(NotFound):
        interaction_for(cast.eve, noted.pk)
    with pytest.raises(NotFound), nothing_changes():
        note_interaction(cast.eve, None, person_id=shopper.pk, body="Mine")
    shopper.deleted_at = days.now()
    shopper.save()
    assert not interactions_seen(cast.ada).exists(), "what lies in the bin is not shown"


def test_it_is_with_somebody(cast, shopper):
    with pytest.raises(Refused, match="with whom"), nothing_changes():
        note_interaction(cast.ada, None, body="With nobody")
    with pytest.raises(IntegrityError), transaction.atomic():
        with_nobody(cast).save()


def test_it_goes_with_the_person_for_good_and_stays_with_an_account(cast, shopper):
    kept = make_interaction(owner=cast.ada, person=shopper)
    noted = note_interaction(cast.ada, None, person_id=shopper.pk, body="Bought a lamp")
    take_back(cast.ada, "interaction", noted.pk, version=None)
    shopper.delete()
    assert list(Interaction.everything.values_list("pk", "person")) == [(kept.pk, None)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_box_on_a_household_is_well_made(cast, visit, look):
    load_catalogue(flow_actor("tests"))
    household = make_household(make_person(owner=cast.ada), owner=cast.ada, name="The Bandas")
    page = visit(cast.user("ada"), household.get_absolute_url(), look=look)
    page.get_by_role("textbox", name="What happened").fill("Asked for the lamp in blue.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Asked for the lamp in blue.").first.wait_for()
    assert well_made(page, f"household-composer-{look}") == []
