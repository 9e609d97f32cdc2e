"""The cases under a figure, comparing again, readiness that rows speak for, and how false alarms are limited, for other programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.models import Difference, Readiness, WatchBudget
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_measure
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def account(client: Client, cast: Cast) -> Account:
    client.force_login(cast.user("root"))
    return make_account(name="Alder Markets", owner=cast.ada)


def send(client: Client, method: str, path: str, data: Any = None, version: int | None = None) -> Any:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return getattr(client, method)(f"{API}{path}", data if data is not None else {}, content_type="application/json", headers=headers)


def test_the_cases_under_a_figure_come_page_by_page_and_add_up_to_it(
    client: Client, account: Account, django_assert_max_num_queries: Any
) -> None:
    measure = make_measure(make_account_touchpoint(account))
    today = days.today()
    for number in range(7):
        make_shipment(account, promised_on=today - timedelta(days=30 + number % 3), late_by=9 if number < 2 else 0)
    make_shipment(account, promised_on=today - timedelta(days=500), late_by=0)  # of another year
    found, after = [], ""
    while True:
        with django_assert_max_num_queries(12):
            page = client.get(f"{API}/measures/{measure.pk}/rows?limit=3&after={after}").json()
        assert len(page["items"]) <= 3
        found += page["items"]
        after = page["next"]
        if not after:
            break
    assert len({row["number"] for row in found}) == len(found) == 7
    assert [row["known_on"] for row in found] == sorted((row["known_on"] for row in found), reverse=True)
    figure = client.get(f"{API}/measures/{measure.pk}/figure").json()
    assert (sum(row["success"] for row in found), len(found)) == (figure["good"], figure["of"]) == (5, 7)


def test_a_figure_that_is_reported_as_a_whole_has_no_cases_and_strangers_find_none(client: Client, cast: Cast, account: Account) -> None:
    reported = make_measure(make_account_touchpoint(account), shipments=False)
    assert client.get(f"{API}/measures/{reported.pk}/rows").json() == {"items": [], "next": ""}
    client.force_login(cast.user("eve"))
    assert client.get(f"{API}/measures/{reported.pk}/rows").status_code == 404
    with nothing_changes():
        assert send(client, "post", f"/measures/{reported.pk}/reconcile").status_code == 404


def test_comparing_again_lists_what_both_do_not_say_the_same(client: Client, account: Account) -> None:
    measure = make_measure(make_account_touchpoint(account), early_days=None, late_days=2)
    make_shipment(account, promised_on=days.today() - timedelta(days=30), late_by=1)  # late for us, within their window
    answer = send(client, "post", f"/measures/{measure.pk}/reconcile")
    assert (answer.status_code, answer.json()["differences"]) == (200, Difference.objects.exclude(state="settled").count())
    assert answer.json()["differences"] == 1


def test_how_a_practice_is_known_is_corrected(client: Client, account: Account) -> None:
    engagement = make_engagement(make_account_touchpoint(account), "crp", evidence="They said so")
    path = f"/engagements/{engagement.pk}"
    with nothing_changes():
        assert send(client, "patch", path, {"evidence": "Seen"}).status_code == 428
        assert send(client, "patch", path, {"state": "full"}, 1).status_code == 422
    changed = send(client, "patch", path, {"evidence": "Seen on site"}, 1)
    assert (changed.status_code, changed.json()["evidence"], changed.json()["version"]) == (200, "Seen on site", 2)


def test_false_alarms_are_limited_by_one_number_of_the_company(client: Client, cast: Cast, account: Account) -> None:
    told = client.get(f"{API}/watch-budget").json()
    with nothing_changes():
        assert send(client, "put", "/watch-budget", {"false_alarms": "3"}).status_code == 428
        assert send(client, "put", "/watch-budget", {"false_alarms": "100"}, told["version"]).json()["field"] == "false_alarms"
    assert send(client, "put", "/watch-budget", {"false_alarms": "3"}, told["version"]).status_code == 200
    assert WatchBudget.objects.get().false_alarms == 3
    client.force_login(cast.user("ada"))
    with nothing_changes():
        assert send(client, "put", "/watch-budget", {"false_alarms": "9"}, 2).status_code == 403


def test_what_rows_say_of_readiness_is_read_and_taken(client: Client, account: Account) -> None:
    today = days.today()
    for number in range(20):
        make_shipment(account, promised_on=today - timedelta(days=9), shipped_on=today - timedelta(days=12 if number < 10 else 5))
    [told] = [one for one in client.get(f"{API}/accounts/{account.pk}/readiness/proposals").json() if one["level"] is not None]
    assert (told["of"], told["answer"]) == (20, "")
    path = f"/accounts/{account.pk}/readiness/proposals/{told['figure']}"
    with nothing_changes():
        assert send(client, "post", path, {"answer": "refused"}).json()["field"] == "reason"
        assert send(client, "post", f"/accounts/{account.pk}/readiness/proposals/nothing", {"answer": "accepted"}).status_code == 404
    assert send(client, "post", path, {"answer": "accepted"}).status_code == 200
    assert Readiness.objects.get(account=account).level == pytest.approx(float(told["level"]))
    assert [
        one["answer"] for one in client.get(f"{API}/accounts/{account.pk}/readiness/proposals").json() if one["figure"] == told["figure"]
    ] == ["accepted"]
