"""Households: who sees them, who belongs to them, and where they come from."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutua.customers.actions.create_household import create_household
from mutua.customers.actions.edit_household import edit_household
from mutua.customers.actions.join_household import join_household
from mutua.customers.actions.write_households import write_households
from mutua.customers.models import Household, HouseholdMember
from mutua.customers.queries.households import count_members, find_households, households_seen, members_of
from mutua.customers.tests.making import make_account, make_household, make_person
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.identity.models import Role
from mutua.foundation.records.errors import Refused, StaleVersion
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast):
    client = Client()
    client.force_login(cast.users["ada"])
    return client


def test_it_is_seen_by_its_owner_and_team_and_through_a_member_one_sees(cast):
    of_ada = make_household(owner=cast.ada)
    through_member = make_household(make_person(account=make_account(owner=cast.ada)), owner=cast.eve)
    make_household(make_person(owner=cast.eve), owner=cast.eve)
    assert set(households_seen(cast.ada)) == {of_ada, through_member}
    assert set(households_seen(cast.ben)) == {of_ada, through_member}
    assert not households_seen(cast.mia).exists()


def test_a_member_out_of_sight_is_not_told(cast):
    grace, hidden = make_person(owner=cast.ada), make_person(owner=cast.eve)
    household = make_household(grace, hidden, owner=cast.ada)
    assert [member.person for member in members_of(cast.ada, household)] == [grace]
    assert count_members(cast.ada, [household]) == {household.pk: 1}
    assert count_members(cast.executive, [household]) == {household.pk: 2}


def test_nobody_belongs_twice_at_once_and_strangers_add_nobody(cast):
    person, household, hers = make_person(owner=cast.ada), make_household(owner=cast.ada), make_person(owner=cast.eve)
    join_household(cast.ada, household.pk, person=person.pk, role="child")
    with pytest.raises(Refused, match="already"), nothing_changes():
        join_household(cast.ada, household.pk, person=person.pk)
    with pytest.raises(NotFound), nothing_changes():
        join_household(cast.eve, household.pk, person=person.pk)
    with pytest.raises(NotFound), nothing_changes():
        join_household(cast.ada, household.pk, person=hers.pk)
    with pytest.raises(NotAllowed), nothing_changes():
        create_household(cast.executive, name="x")
    with pytest.raises(Refused), nothing_changes():
        create_household(cast.ada, name="  ")


def test_the_slower_of_two_writers_is_told(cast):
    household = make_household(owner=cast.ada)
    edit_household(cast.ada, household.pk, version=1, address="1 Quay")
    with pytest.raises(StaleVersion), nothing_changes():
        edit_household(cast.ben, household.pk, version=1, address="2 Quay")


def test_importing_twice_makes_nothing_twice(cast):
    people = [make_person(owner=cast.ada) for _number in range(3)]
    rows = [(people[0].pk, "Banda, Lusaka"), (people[1].pk, "Banda, Lusaka"), (people[2].pk, "Mwansa")]
    write_households(cast.ada, "crm", rows)
    with nothing_changes():
        write_households(cast.ada, "crm", rows)
    assert sorted(Household.objects.values_list("name", "members")) == sorted(
        (member.household.name, member.pk) for member in HouseholdMember.objects.all()
    )
    assert Household.objects.count() == 2


def test_it_is_found_by_every_word_of_its_name(cast):
    household = make_household(owner=cast.ada, name="Familie Müller, Köln")
    make_household(owner=cast.eve, name="Familie Müller, Bonn")
    assert find_households(cast.ada, "muller", 8) == [household]
    assert find_households(cast.ada, "koln familie", 8) == [household]
    assert find_households(cast.ada, "bonn", 8) == []


def test_the_pages_make_show_change_delete_and_bring_back(cast, ada):
    person = make_person(owner=cast.ada, given_name="Grace", family_name="Banda")
    made = ada.post(reverse("customers:household-new"), {"name": "The Bandas", "address": "1 Quay", "owner": cast.ada.user_id})
    household = Household.objects.get()
    assert made.url == household.get_absolute_url()
    ada.post(reverse("customers:household-member-new", args=[household.pk]), {"person": f"(#{person.pk})", "role": "adult"})
    with CaptureQueriesContext(connection) as captured:
        page = ada.get(household.get_absolute_url()).content.decode()
    assert len(captured) <= 30
    for words in ("Grace Banda", "1 Quay", "could not be shown"):
        assert (words in page) == (words != "could not be shown")
    assert "The Bandas" in ada.get(person.get_absolute_url()).content.decode()
    member = HouseholdMember.objects.get()
    sent = {"version": 1, "role": "parent", "since": "2020-01-01", "until": "2021-01-01"}
    assert ada.post(reverse("customers:detail-edit", args=["household-member", member.pk]), sent).url == household.get_absolute_url()
    assert "until" in ada.get(household.get_absolute_url()).content.decode()
    ada.post(reverse("customers:household-delete", args=[household.pk]), {"version": 1})
    assert not Household.objects.exists()
    ada.post(reverse("records:restore", args=["household", household.pk]))
    assert Household.objects.exists()


def test_the_list_asks_the_same_few_questions_for_fifty_rows_as_for_one(cast, ada):
    for _number in range(60):
        make_household(make_person(owner=cast.ada), owner=cast.ada)
    with CaptureQueriesContext(connection) as captured:
        assert ada.get(reverse("customers:households")).status_code == 200
    assert len(captured) <= 14


def test_other_programs_read_and_write_fields_of_members_and_get_nothing_hidden_back(cast, client):
    household, person = make_household(owner=cast.ada, address="zzcanary street"), make_person(owner=cast.ada)
    define_field(cast.root, record_kind="householdmember", label="Grade", kind="choice", choices=["first", "second"])
    define_field(cast.root, record_kind="householdmember", label="Twice", kind="formula", formula="grade & grade")
    client.force_login(cast.user("ada"))
    members = f"/api/v1/households/{household.pk}/members"
    sent = {"content_type": "application/json"}
    with nothing_changes():
        assert client.post(members, json.dumps({"person_id": person.pk, "custom": {"grade": "third"}}), **sent).status_code == 422
    made = client.post(members, json.dumps({"person_id": person.pk, "custom": {"grade": "second"}}), **sent)
    assert (made.status_code, made.json()["custom"]) == (201, {"grade": "second"})
    (listed,) = client.get(members).json()
    assert (listed["custom"], listed["computed"]) == ({"grade": "second"}, {"twice": "secondsecond"})

    role = Role.objects.get(key="representative")
    hide_fields(cast.root, role.pk, ["household.address", "householdmember.custom.grade"], version=role.version)
    (listed,) = client.get(members).json()
    assert (listed["custom"], listed["computed"]) == ({}, {})
    answer = client.patch(f"/api/v1/households/{household.pk}", json.dumps({"note": "Rang"}), headers={"If-Match": '"1"'}, **sent)
    assert (answer.status_code, "zzcanary" in answer.content.decode()) == (200, False)
