"""Custom fields of what hangs on accounts, people and households: written, shown, hidden, told in the history, put back, erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.details import DETAILS
from mutua.customers.models import Department, HouseholdMember, Identifier, Need
from mutua.customers.tests.making import (
    make_account,
    make_affiliation,
    make_assignment,
    make_contact_point,
    make_department,
    make_household,
    make_need,
    make_person,
    make_trading_link,
    make_value_rating,
)
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.fields.kinds import kind_of, kinds_with_custom_fields
from mutua.foundation.identity.models import Role
from mutua.foundation.records.errors import Refused
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user("ada"))
    return client


def one_of_each(cast: Cast) -> dict[str, tuple[Any, str]]:
    """By key: the record, and the page that shows it."""
    account, person = make_account(owner=cast.ada), make_person(owner=cast.ada)
    household, partner = make_household(owner=cast.ada), make_account(owner=cast.ada)
    at, home = account.get_absolute_url(), household.get_absolute_url()
    people = reverse("customers:account-tab", args=[account.pk, "people"])
    reach = reverse("panels:panel", args=["account", account.pk, "reach"])
    return {
        "department": (make_department(account), people),
        "assignment": (make_assignment(account=account, user=cast.user("ben")), people),
        "affiliation": (make_affiliation(person=person, account=account), person.get_absolute_url()),
        "contact-point": (make_contact_point(person=person), person.get_absolute_url()),
        "need": (make_need(account), at),
        "value-rating": (make_value_rating(account=account), at),
        "household-member": (HouseholdMember.objects.create(household=household, person=person), home),
        "identifier": (Identifier.objects.create(account=account, system="erp", kind="customer", value="7"), reach),
        "trading-link": (
            make_trading_link(supplier=partner, buyer=account),
            reverse("panels:panel", args=["account", account.pk, "trading"]),
        ),
    }


def test_every_kind_of_detail_takes_them_and_the_record_s_page_tells_them(cast, ada):
    made = one_of_each(cast)
    assert set(made) == set(DETAILS)
    for key, (record, page) in made.items():
        kind = kind_of(type(record))
        assert kind in kinds_with_custom_fields()
        define_field(cast.root, record_kind=kind, label="Grade", kind="choice", choices=["first", "second"])
        define_field(cast.root, record_kind=kind, label="Told", kind="formula", formula='"so " & grade')
        edit_detail(cast.ada, record.pk, DETAILS[key], version=record.version, custom={"grade": "second"})
        assert "Grade: second" in (told := ada.get(page).content.decode()), key
        assert "Told: so second" in told, key
        edit = ada.get(reverse("customers:detail-edit", args=[key, record.pk])).content.decode()
        assert "custom.grade" in edit, "the history of the field is reached from here"


def test_a_form_writes_them_into_a_new_one(cast, ada):
    account = make_account(owner=cast.ada)
    define_field(cast.root, record_kind="need", label="Weight", kind="number")
    form = {"words": "Two days shorter", "importance": 5, "noted_on": "2026-11-01", "custom_weight": "2.50"}
    assert ada.post(reverse("customers:detail-new", args=["accounts", account.pk, "need"]), form).status_code == 302
    assert Need.objects.get().custom == {"weight": "2.50"}
    with nothing_changes():
        wrong = ada.post(reverse("customers:detail-new", args=["accounts", account.pk, "need"]), {**form, "custom_weight": "heavy"})
    assert wrong.status_code == 422


def test_what_is_hidden_is_neither_shown_nor_written(cast, ada):
    department = make_department(make_account(owner=cast.ada), custom={"gate": "zzcanary"})
    define_field(cast.root, record_kind="department", label="Gate", kind="text")
    role = Role.objects.get(key="representative")
    hide_fields(cast.root, role.pk, ["department.custom.gate"], version=role.version)
    looks = actor_with_id(cast.user("ada").pk)
    people = reverse("customers:account-tab", args=[department.account_id, "people"])
    page = reverse("customers:detail-edit", args=["department", department.pk])
    for address in (people, page):
        assert "zzcanary" not in (shown := ada.get(address).content.decode())
        assert "Gate" not in shown
    with pytest.raises(Refused, match="There is no field"), nothing_changes():
        edit_detail(looks, department.pk, DETAILS["department"], version=1, custom={"gate": "x"})
    assert ada.post(page, {"version": 1, "name": "Dock", "function": "receiving"}).status_code == 302
    assert Department.objects.get().custom == {"gate": "zzcanary"}


def test_what_stood_there_is_put_back_from_the_page_of_the_detail(cast, ada):
    need = make_need(make_account(owner=cast.ada), words="Two days shorter")
    define_field(cast.root, record_kind="need", label="Weight", kind="number")
    for words, weight in (("Three days", "1"), ("Four days", "2")):
        need = edit_detail(cast.ada, need.pk, DETAILS["need"], version=None, words=words, custom={"weight": weight})
    page = reverse("customers:detail-edit", args=["need", need.pk])
    write = need.events.latest("pgh_id").pk
    assert f"/history/need/{need.pk}/" in ada.get(page).content.decode()
    for number, field in enumerate(("words", "custom.weight")):
        answer = ada.post(reverse("records:put-back", args=["need", need.pk, write, field]), {"version": need.version + number})
        assert answer.url == page
    again = Need.objects.get()
    assert (again.words, again.custom) == ("Three days", {"weight": "1"})
    assert ada.get(reverse("records:field-history", args=["need", need.pk, "words"])).status_code == 200
