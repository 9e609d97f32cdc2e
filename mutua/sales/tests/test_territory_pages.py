"""Territories through their pages, the API and an import."""

from __future__ import annotations

import io
import json

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.actions.undo_now import undo_now
from mutua.foundation.jobs.inline import run_waiting
from mutua.sales.models import Territory, TerritoryAccount, TerritoryMember
from mutua.sales.tests.making import make_opportunity, make_territory
from tests.cast import nothing_changes

RULE = {"all": [{"field": "country", "op": "is", "value": "Zambia"}]}


@pytest.fixture
def as_root(client, cast):
    client.force_login(cast.user("root"))
    return client


def test_a_territory_is_drawn_peopled_and_read(as_root, cast):
    account = make_account(owner=cast.ada, country="Zambia", name="Lusaka Clinic")
    world = make_territory(name="World", manager=cast.ben)
    answer = as_root.post("/territories/new/", {"name": "Zambia", "parent": world.pk, "predicate": json.dumps(RULE)})
    zambia = Territory.objects.get(name="Zambia")
    assert answer["Location"] == zambia.get_absolute_url()
    run_waiting()
    as_root.post(f"/territories/{zambia.pk}/join/", {"user": cast.ada.user_id, "role": "seller", "since": "", "until": ""})
    as_root.force_login(cast.user("ben"))
    page = as_root.get(f"/territories/{world.pk}/").content.decode()
    for words in ("Lusaka Clinic", "Ben Okafor", "Zambia"):
        assert words in page
    assert "Add somebody" not in page
    member = TerritoryMember.objects.get(user=cast.ada.user_id)
    assert as_root.post(f"/territories/{zambia.pk}/members/{member.pk}/end/").status_code == 403
    make_opportunity(owner=cast.ada, account=account, name="Cold boxes")
    make_opportunity(owner=cast.ada, name="Warm boxes")
    tree = {"field": "territory", "op": "in", "value": [str(zambia.pk)]}
    found = as_root.get("/deals/", {"f": json.dumps(tree)}).content.decode()
    assert ("Cold boxes" in found, "Warm boxes" in found) == (True, False)


def test_an_account_is_named_and_named_no_longer(as_root, cast):
    land, account = make_territory(), make_account(name="Lusaka Clinic")
    with nothing_changes():
        assert as_root.post(f"/territories/{land.pk}/accounts/", {"account": "Nobody"}).status_code == 422
    as_root.post(f"/territories/{land.pk}/accounts/", {"account": account.name})
    assert TerritoryAccount.objects.get().named
    as_root.post(f"/territories/{land.pk}/accounts/{account.pk}/end/")
    assert not TerritoryAccount.objects.exists()


def test_a_circle_is_said_on_the_form(as_root):
    world = make_territory(name="World")
    north = make_territory(name="North", parent=world)
    with nothing_changes():
        answer = as_root.post(f"/territories/{world.pk}/edit/", {"version": 1, "name": "World", "parent": north.pk, "predicate": "{}"})
    assert answer.status_code == 422
    assert "World → North → World" in answer.content.decode()


@pytest.mark.parametrize("rule", ["[", "[]", '{"field": "no", "op": "is", "value": 1}', '{"field": "territory", "op": "not_empty"}'])
def test_a_rule_that_cannot_be_read_is_refused(as_root, rule):
    with nothing_changes():
        assert as_root.post("/territories/new/", {"name": "North", "parent": "", "predicate": rule}).status_code == 422


def test_list_and_page_keep_their_budgets(client, cast, django_assert_max_num_queries):
    top = make_territory(manager=cast.ben)
    for _ in range(20):
        make_territory(parent=top, sellers=[cast.ada], accounts=[make_account(owner=cast.ada)])
    client.force_login(cast.user("ben"))
    with django_assert_max_num_queries(12):
        assert client.get("/territories/").status_code == 200
    with django_assert_max_num_queries(30):
        assert client.get(f"/territories/{top.pk}/").status_code == 200


def test_the_api_does_the_same(as_root, cast):
    account = make_account()
    send = {"content_type": "application/json"}
    made = as_root.post("/api/v1/territories", {"name": "World"}, **send)
    world = made.json()["id"]
    made = as_root.post("/api/v1/territories", {"name": "North", "parent_id": world, "predicate": RULE}, **send)
    north = made.json()["id"]
    assert (made.status_code, made.json()["parent_id"]) == (201, world)
    sent = as_root.patch(f"/api/v1/territories/{world}", {"parent_id": north}, headers={"If-Match": made["ETag"]}, **send)
    assert (sent.status_code, "World → North → World" in str(sent.json())) == (422, True)
    member = as_root.post(f"/api/v1/territories/{north}/members", {"user_id": cast.ada.user_id, "since": "2026-01-01"}, **send).json()
    ended = as_root.post(f"/api/v1/territories/{north}/members/{member['id']}/end", {"until": "2026-02-01"}, **send)
    assert ended.json()["until"] == "2026-02-01"
    assert as_root.post(f"/api/v1/territories/{north}/accounts", {"account_ids": [account.pk]}, **send).json() == {"named": 1}
    assert as_root.get(f"/api/v1/accounts/{account.pk}/territory").json() == [{"account_id": account.pk, "territory_id": north}]
    assert as_root.delete(f"/api/v1/territories/{north}/accounts/{account.pk}").status_code == 204
    assert as_root.get(f"/api/v1/accounts/{account.pk}/territory").json() == []
    assert as_root.delete(f"/api/v1/territories/{world}", headers={"If-Match": '"1"'}).status_code == 422
    assert as_root.delete(f"/api/v1/territories/{north}", headers={"If-Match": '"1"'}).status_code == 204


def bring_in(*rows):
    content = io.BytesIO("\n".join(["territory,parent,rule", *rows]).encode())
    return import_now(flow_actor("test"), "territories", content, file_name="territories.csv", source="test")


def test_a_file_brings_the_tree_in_any_order_and_twice_is_once(cast):
    account = make_account(country="Zambia")
    rows = ["Arctic,North,", "North,World,", "World,,", 'Zambia,World,"{""field"":""country"",""op"":""is"",""value"":""Zambia""}"']
    assert bring_in(*rows).created == 4
    tree = dict(Territory.objects.values_list("name", "parent__name"))
    assert tree == {"Arctic": "North", "North": "World", "World": None, "Zambia": "World"}
    run_waiting()
    assert TerritoryAccount.objects.get(account=account).territory.name == "Zambia"
    again = bring_in(*rows)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)


def test_what_cannot_be_in_a_file_is_told(cast):
    make_territory(name="World")
    run = bring_in("World,,", "North,North,", "South,Nowhere,", "East,,nonsense", "A,B,", "B,A,")
    assert (run.refused, run.created) == (2, 4)
    assert set(Territory.objects.filter(parent__isnull=False).values_list("name", flat=True)) < {"A", "B"}
    assert run.corrected == 3


def test_an_import_is_undone_with_what_stood_under_what(cast):
    first = bring_in("World,,", "North,World,")
    assert bring_in("North,,").updated == 1
    again = bring_in("North,World,", "South,North,")
    assert dict(Territory.objects.values_list("name", "parent__name")) == {"World": None, "North": "World", "South": "North"}
    assert undo_now(cast.root, again.pk).kept == 0
    assert dict(Territory.objects.values_list("name", "parent__name")) == {"World": None, "North": None}
    undo_now(cast.root, first.pk)
    assert not Territory.objects.filter(name="World").exists()
