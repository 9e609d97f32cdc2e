"""A person moves to another company: one act ends the old and begins the new, and both are remembered."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.actions.move_person import move_person
from mutua.customers.models import Affiliation
from mutua.customers.tests.making import make_account, make_affiliation, make_person
from mutua.foundation import days
from mutua.foundation.access import NotFound
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.errors import Refused, StaleVersion
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(cast):
    person = make_person(owner=cast.ada, given_name="Grace", family_name="Banda")
    return make_affiliation(person=person, account=make_account(owner=cast.ada, name="Alder"), since=date(2025, 1, 1), job_title="Buyer")


def test_one_act_ends_the_old_and_begins_the_new(cast, worked):
    new = make_account(owner=cast.ada, name="Birch")
    move_person(cast.ada, worked.pk, version=1, to=new, on=date(2026, 3, 1), job_title="Head of buying", buying_role="decides")
    rows = Affiliation.objects.order_by("pk").values_list("account__name", "since", "until", "job_title")
    assert list(rows) == [("Alder", date(2025, 1, 1), date(2026, 2, 28), "Buyer"), ("Birch", date(2026, 3, 1), None, "Head of buying")]
    assert set(EventRow.objects.values_list("name", flat=True)) == {"customers.person.affiliated", "customers.person.left"}


def test_what_does_not_fit_is_refused_whole(cast, worked):
    new = make_account(owner=cast.ada)
    with pytest.raises(Refused) as early, nothing_changes():
        move_person(cast.ada, worked.pk, version=1, to=new, on=date(2025, 1, 1))
    with pytest.raises(Refused) as same, nothing_changes():
        move_person(cast.ada, worked.pk, version=1, to=worked.account, on=date(2026, 3, 1))
    assert (early.value.field, same.value.field) == ("on", "to")
    make_affiliation(person=worked.person, account=new)
    with pytest.raises(Refused, match="already works"), nothing_changes():
        move_person(cast.ada, worked.pk, version=1, to=new, on=date(2026, 3, 1))
    with pytest.raises(NotFound), nothing_changes():
        move_person(cast.eve, worked.pk, version=1, to=new, on=date(2026, 3, 1))
    with pytest.raises(StaleVersion), nothing_changes():
        move_person(cast.ada, worked.pk, version=7, to=None, on=date(2026, 3, 1))


def test_the_pages_show_now_and_earlier(cast, worked):
    ada, new = Client(), make_account(owner=cast.ada, name="Birch")
    ada.force_login(cast.users["ada"])
    address = reverse("customers:move", args=[worked.pk])
    assert "no longer works for Alder" in ada.get(address).content.decode()
    sent = {"version": 1, "to": f"(#{new.pk})", "on": days.today().isoformat(), "job_title": "Head", "buying_role": "decides"}
    assert ada.post(address, sent).status_code == 302
    person = ada.get(worked.person.get_absolute_url()).content.decode()
    assert person.index("Birch") < person.index("Earlier") < person.index("Alder", person.index("Earlier"))
    assert "Who worked here earlier" in ada.get(reverse("customers:account-tab", args=[worked.account_id, "people"])).content.decode()
    there = ada.get(reverse("customers:account-tab", args=[new.pk, "people"])).content.decode()
    assert "Their part in buying" in there
    assert "Who worked here earlier" not in there
