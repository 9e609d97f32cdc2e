"""Touchpoints, engagements and roadmap items: fields of our own by every door, and what stood in a field before."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.tests.making import make_account
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.identity.models import Role
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.edit_engagement import edit_engagement
from mutua.relationships.actions.edit_touchpoint import edit_touchpoint
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.models import AccountTouchpoint, Engagement, RoadmapItem
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
KINDS = ("account_touchpoint", "engagement", "roadmap_item")


@pytest.fixture
def ada(cast, client: Client) -> Client:
    client.force_login(cast.user("ada"))
    return client


@pytest.fixture
def fields(cast) -> None:
    for kind in KINDS:
        define_field(cast.root, record_kind=kind, label="Grade", kind="choice", choices=["first", "second"])
        define_field(cast.root, record_kind=kind, label="Told", kind="formula", formula='"so " & grade')


def put_back(client: Client, key: str, record: Any, field: str) -> Any:
    write = record.events.latest("pgh_id").pk
    version = type(record).objects.get(pk=record.pk).version
    return client.post(reverse("records:put-back", args=[key, record.pk, write, field]), {"version": version})


def test_forms_write_them_and_pages_tell_them(cast, ada, fields):
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account)
    engagement = make_engagement(at, "edi-asn")
    item = make_item(account, cost=10, gain=20)
    stakes = {"lost_share": 20, "margin_share": 25, "charge_back_share": 3}
    forms = {
        reverse("relationships:touchpoint-edit", args=[account.pk, at.touchpoint.key]): stakes,
        reverse("relationships:engagement", args=[engagement.pk]): {"evidence": "They showed us"},
        reverse("relationships:item-size", args=[account.pk, item.pk]): {"us_margin_likely": "20", "lasts": 1, "not_before": 1, "gate": 1},
    }
    for address, form in forms.items():
        with nothing_changes():
            assert ada.post(address, {"version": 1, **form, "custom_grade": "third"}).status_code == 422, address
        assert ada.post(address, {"version": 1, **form, "custom_grade": "second"}).status_code == 302, address
    assert [model.objects.get().custom for model in (AccountTouchpoint, Engagement, RoadmapItem)] == [{"grade": "second"}] * 3
    assert ada.get(at.get_absolute_url()).content.decode().count("so second") == 2
    assert "so second" in ada.get(item.get_absolute_url()).content.decode()
    new = reverse("relationships:engagement-new", args=[account.pk, at.touchpoint.key])
    ada.post(new, {"activity": "crp", "state": "full", "custom_grade": "first"})
    assert Engagement.objects.get(activity__key="crp").custom == {"grade": "first"}


def test_other_programs_read_and_write_them(cast, ada, fields):
    account = make_account(owner=cast.ada)
    at, item = make_account_touchpoint(account), make_item(account, cost=10, gain=20, state="committed")
    for kind, record in (("account-touchpoints", at), ("roadmap-items", item)):
        address = f"/api/v1/{kind}/{record.pk}"
        asked = {"content_type": "application/json", "headers": {"If-Match": '"1"'}}
        with nothing_changes():
            assert ada.patch(address, json.dumps({"custom": {"grade": "third"}}), **asked).status_code == 422
        answer = ada.patch(address, json.dumps({"custom": {"grade": "second"}}), **asked).json()
        assert (answer["custom"], answer["computed"]) == ({"grade": "second"}, {"told": "so second"})
        (listed,) = ada.get(f"/api/v1/{kind}", {"filter": json.dumps({"field": "custom.grade", "op": "is", "value": "second"})}).json()[
            "items"
        ]
        assert listed["computed"] == {"told": "so second"}
    assert RoadmapItem.objects.get().state == "committed"


def test_an_act_over_the_api_does_not_give_back_what_is_hidden(cast, ada, fields):
    item = make_item(make_account(owner=cast.ada), cost=10, gain=20, state="committed", custom={"grade": "second"})
    role = Role.objects.get(key="representative")
    hide_fields(cast.root, role.pk, ["roadmap_item.custom.grade"], version=role.version)
    answer = ada.post(f"/api/v1/roadmap-items/{item.pk}/begin", headers={"If-Match": '"1"'})
    assert (answer.status_code, "second" in answer.content.decode()) == (200, False)
    with nothing_changes(), pytest.raises(Refused, match="no field"):
        size_item(actor_with_id(cast.user("ada").pk), item.pk, version=None, custom={"grade": "first"})


def test_the_list_of_touchpoints_shows_orders_and_writes_them_in_place(cast, ada, fields):
    at = make_account_touchpoint(make_account(owner=cast.ada), custom={"grade": "first"})
    page = ada.get("/relationships/?cols=account,custom.grade&sort=custom.grade").content.decode()
    assert "first" in page
    answer = ada.post("/relationships/", {"act": "cell:custom.grade", "row": at.pk, "value": "second", "version": 1})
    assert answer.status_code < 400
    assert AccountTouchpoint.objects.get().custom == {"grade": "second"}


def test_what_stood_there_is_put_back(cast, ada):
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account, occasions_per_year=12)
    engagement, item = make_engagement(at, "edi-asn", evidence="First"), make_item(account, cost=10, gain=20)
    edit_touchpoint(cast.ada, account.pk, at.touchpoint.key, version=1, occasions_per_year=30)
    edit_engagement(cast.ada, engagement.pk, version=1, evidence="Second")
    size_item(cast.ada, item.pk, version=1, return_us=[Decimal(50)])
    assert "Put back occasions a year" in ada.get(at.get_absolute_url()).content.decode()
    assert "Put back evidence" in ada.get(reverse("relationships:engagement", args=[engagement.pk])).content.decode()
    for key, record, field in (
        ("touchpoint", at, "occasions_per_year"),
        ("engagement", engagement, "evidence"),
        ("roadmap-item", item, "return_us"),
    ):
        assert put_back(ada, key, record, field).status_code == 302, key
    again = RoadmapItem.objects.get()
    assert (AccountTouchpoint.objects.get().occasions_per_year, Engagement.objects.get().evidence, again.return_us) == (12, "First", [20])


def test_a_committed_item_says_why_its_figures_stay(cast, ada):
    item = make_item(make_account(owner=cast.ada), cost=10, gain=20)
    size_item(cast.ada, item.pk, version=1, return_us=[Decimal(50)])
    RoadmapItem.objects.update(state="committed")
    page = ada.get(item.get_absolute_url()).content.decode()
    assert "its figures stand as they were believed" in page
    assert "Put back" not in page
    with nothing_changes():
        assert put_back(ada, "roadmap-item", item, "return_us").status_code == 422


def test_hours_and_split_returns_are_told_in_words_and_put_back(cast, ada):
    item = make_item(make_account(owner=cast.ada), cost=10, gain=20, hours=5)
    size_item(cast.ada, item.pk, version=1, hours={"Logistics": [8, 4]})
    size_item(cast.ada, item.pk, version=2, returns={"us": {"sales": {"likely": [90]}, "cost": {"likely": [7]}}})
    page = ada.get(item.get_absolute_url()).content.decode()
    assert "Our people: 5.0" in page
    assert "Logistics: 8, 4" in page
    assert "us: cost: likely: 7.00; sales: likely: 90.00" in page
    assert put_back(ada, "roadmap-item", item, "returns").status_code == 302
    assert RoadmapItem.objects.get().returns == {}
