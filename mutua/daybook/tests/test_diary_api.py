"""Contacts, tasks and meetings for other programs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_person
from mutua.daybook.models import Task
from mutua.relationships.tests.making import make_catalogue
from mutua.strategy.tests.making import make_strategy, make_version
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def account(client: Client, cast: Cast) -> Account:
    make_catalogue()
    client.force_login(cast.user("ada"))
    return make_account(name="Alder Markets", owner=cast.ada)


def send(client: Client, method: str, path: str, data: Any, version: int | None = None) -> Any:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return getattr(client, method)(f"{API}{path}", data, content_type="application/json", headers=headers)


def test_a_contact_is_noted_and_its_touchpoint_said(client: Client, account: Account) -> None:
    made = send(client, "post", "/interactions", {"account_id": account.pk, "body": "They rang", "channel": "call", "side": "them"})
    told = made.json()
    assert (made.status_code, told["body"], told["channel"], told["touchpoint_inferred"]) == (201, "They rang", "call", True)
    with nothing_changes():
        assert send(client, "post", "/interactions", {"account_id": account.pk, "body": " "}).status_code == 422
        assert (
            send(client, "post", "/interactions", {"account_id": account.pk, "body": "x", "at": "2026-03-01T10:00:00"}).status_code == 422
        )
        assert send(client, "post", f"/interactions/{told['id']}/touchpoint", {"touchpoint": "invoicing"}).status_code == 428
        early = send(client, "post", "/interactions", {"account_id": account.pk, "body": "x", "at": "2199-01-01T00:00:00Z"})
    assert (early.status_code, early.json()["field"]) == (422, "at")
    said = send(client, "post", f"/interactions/{told['id']}/touchpoint", {"touchpoint": "physical-delivery"}, told["version"])
    assert (said.status_code, said.json()["touchpoint"], said.json()["touchpoint_inferred"]) == (200, "physical-delivery", False)
    assert [row["id"] for row in client.get(f"{API}/interactions?account_id={account.pk}").json()["items"]] == [told["id"]]


def test_what_was_noted_is_corrected(client: Client, account: Account) -> None:
    told = send(client, "post", "/interactions", {"account_id": account.pk, "body": "They rang"}).json()
    one = f"/interactions/{told['id']}"
    with nothing_changes():
        assert send(client, "patch", one, {"body": "x"}).status_code == 428
        assert send(client, "patch", one, {"body": " "}, told["version"]).status_code == 422
        assert send(client, "patch", one, {"channel": "fax"}, told["version"]).status_code == 422
        assert send(client, "patch", one, {"touchpoint": "invoicing"}, told["version"]).status_code == 422
        assert send(client, "patch", one, {"custom": {"nobody": 1}}, told["version"]).status_code == 422
    changed = send(client, "patch", one, {"body": "They rang twice", "side": "them"}, told["version"])
    assert (changed.status_code, changed.json()["body"], changed.json()["side"], changed.json()["channel"]) == (
        200,
        "They rang twice",
        "them",
        "note",
    )
    assert changed["ETag"] == f'"{told["version"] + 1}"'
    with nothing_changes():
        stale = send(client, "patch", one, {"body": "x"}, told["version"])
    assert (stale.status_code, stale.json()["version"]) == (412, told["version"] + 1)


def test_a_contact_with_a_consumer_stands_in_the_list(client: Client, cast: Cast, account: Account) -> None:
    person = make_person(owner=cast.ada)
    made = send(client, "post", "/interactions", {"person_id": person.pk, "body": "She rang", "channel": "call"})
    assert (made.status_code, made.json()["account_id"], made.json()["person_id"]) == (201, None, person.pk)
    listed = client.get(f"{API}/interactions").json()["items"]
    assert [(row["account_id"], row["body"]) for row in listed] == [(None, "She rang")]
    with nothing_changes():
        refused = send(client, "post", "/interactions", {"body": "Nobody"})
    assert (refused.status_code, refused.json()["field"]) == (422, "account")


def test_a_task_says_which_strategy_it_serves(client: Client, cast: Cast, account: Account) -> None:
    strategy = make_strategy()
    make_version(strategy=strategy, active=True)
    told = send(client, "post", "/tasks", {"title": "Ring them", "account_id": account.pk, "strategy_id": strategy.pk}).json()
    assert (told["strategy_id"], told["strategy_inferred"]) == (strategy.pk, False)
    with nothing_changes():
        assert send(client, "patch", f"/tasks/{told['id']}", {"strategy_id": 999_999}, told["version"]).status_code == 404
    changed = send(client, "patch", f"/tasks/{told['id']}", {"strategy_id": None}, told["version"]).json()
    assert (changed["strategy_id"], changed["title"]) == (None, "Ring them")


def test_a_task_says_who_of_theirs_waits_for_it(client: Client, cast: Cast, account: Account) -> None:
    hers, strangers = make_person(owner=cast.ada), make_person(owner=cast.eve)
    made = send(client, "post", "/tasks", {"title": "Send it", "account_id": account.pk, "promised_to_id": hers.pk})
    assert (made.status_code, made.json()["promised_to_id"]) == (201, hers.pk)
    with nothing_changes():
        assert send(client, "post", "/tasks", {"title": "Send it", "promised_to_id": strangers.pk}).status_code == 404


def test_a_task_is_promised_changed_and_done(client: Client, cast: Cast, account: Account) -> None:
    made = send(client, "post", "/tasks", {"title": "Ring them", "account_id": account.pk, "due_on": "2026-03-01"})
    told = made.json()
    assert (made.status_code, told["assignee_id"], told["done_at"]) == (201, cast.ada.user_id, None)
    changed = send(client, "patch", f"/tasks/{told['id']}", {"title": "Ring them back"}, told["version"]).json()
    assert (changed["title"], changed["due_on"]) == ("Ring them back", "2026-03-01")
    with nothing_changes():
        assert send(client, "patch", f"/tasks/{told['id']}", {"assignee_id": 999_999}, changed["version"]).status_code == 404
        assert send(client, "post", f"/tasks/{told['id']}/done", {}, told["version"]).status_code == 412
    assert send(client, "post", f"/tasks/{told['id']}/done", {}, changed["version"]).json()["done_at"] is not None
    assert client.get(f"{API}/tasks?done=false").json()["items"] == []
    assert [row["id"] for row in client.get(f"{API}/tasks?done=true").json()["items"]] == [told["id"]]
    assert Task.objects.count() == 1


def test_a_meeting_is_planned(client: Client, account: Account) -> None:
    sent = {
        "account_id": account.pk,
        "title": "Slots",
        "begins_at": "2026-03-02T10:00:00+02:00",
        "minutes": 90,
        "time_zone": "Africa/Lusaka",
    }
    made = send(client, "post", "/meetings", sent)
    told = made.json()
    assert (made.status_code, told["begins_at"], told["ends_at"]) == (201, "2026-03-02T08:00:00Z", "2026-03-02T09:30:00Z")
    with nothing_changes():
        assert send(client, "post", "/meetings", {**sent, "time_zone": "Lusaka"}).status_code == 422
        assert send(client, "post", "/meetings", {**sent, "minutes": 0}).status_code == 422
        assert send(client, "post", "/meetings", {**sent, "begins_at": "9999-12-31T23:30:00Z", "minutes": 600}).status_code == 422
    assert [row["id"] for row in client.get(f"{API}/meetings").json()["items"]] == [told["id"]]


def test_strangers_see_nothing_of_it(client: Client, cast: Cast, account: Account) -> None:
    number = send(client, "post", "/tasks", {"title": "Ring them", "account_id": account.pk}).json()["id"]
    client.force_login(cast.user("eve"))
    with nothing_changes():
        assert client.get(f"{API}/tasks/{number}").status_code in (403, 404)
        assert send(client, "post", f"/tasks/{number}/done", {}, 1).status_code in (403, 404)


def test_a_contact_has_happened(client: Client, account: Account) -> None:
    with nothing_changes():
        refused = send(client, "post", "/interactions", {"account_id": account.pk, "body": "Later", "at": "2130-01-01T00:00:00Z"})
    assert (refused.status_code, refused.json()["field"]) == (422, "at")
    assert "It has not happened yet" in refused.json()["detail"]


def test_nothing_of_a_long_title_is_lost(client: Client, account: Account) -> None:
    """It is refused and says how much was sent; what was kept would else be less than was written."""
    long = "Send it. " * 100
    with nothing_changes():
        task = send(client, "post", "/tasks", {"title": long, "account_id": account.pk})
        meeting = send(client, "post", "/meetings", {"title": long, "account_id": account.pk, "begins_at": "2026-12-01T10:00:00Z"})
    for refused in (task, meeting):
        assert (refused.status_code, refused.json()["field"]) == (422, "title")
        assert "899" in refused.json()["detail"]
