"""Needs and ratings for other programs."""

from __future__ import annotations

import pytest
from django.test import Client

from mutua.customers.models import Need
from mutua.customers.tests.making import make_account
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


def test_a_need_is_written_changed_and_closed(client: Client, cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    client.force_login(cast.user("ada"))
    path = f"/api/v1/accounts/{account.pk}/needs"
    made = client.post(path, {"words": "Tell us before", "importance": 5, "noted_on": "2026-10-01"}, content_type="application/json")
    told = made.json()
    assert (made.status_code, told["words"], told["account_id"], made.headers["ETag"]) == (201, "Tell us before", account.pk, '"1"')
    one, sent = f"/api/v1/needs/{told['id']}", {"content_type": "application/json", "headers": {"if-match": '"1"'}}
    with nothing_changes():
        assert client.post(path, {"words": "x", "importance": 9}, content_type="application/json").status_code == 422
        assert client.patch(one, {"importance": 9}, **sent).status_code == 422
        assert client.patch(one, {"importance": 1}, content_type="application/json").status_code == 428
    closed = client.patch(one, {"closed_on": "2026-11-01"}, **sent)
    assert (closed.status_code, closed.json()["closed_on"], closed.json()["importance"]) == (200, "2026-11-01", 5)
    assert client.get(path).json() == []
    assert [row["id"] for row in client.get(f"{path}?closed=true").json()] == [told["id"]]
    assert Need.objects.get().importance == 5


def test_a_rating_stands_beside_the_next_best(client: Client, cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    client.force_login(cast.user("ada"))
    path = f"/api/v1/accounts/{account.pk}/ratings"
    sent = {"component": "service", "ours": 8, "next_best": 6, "next_best_name": "Rival", "rated_on": "2026-05-01"}
    assert client.post(path, sent, content_type="application/json").status_code == 201
    with nothing_changes():
        assert client.post(path, {**sent, "ours": 11}, content_type="application/json").status_code == 422
        assert client.post(path, {**sent, "component": "colour"}, content_type="application/json").status_code == 422
    [told] = client.get(path).json()
    assert (told["component"], told["ours"], told["next_best"]) == ("service", 8, 6)
