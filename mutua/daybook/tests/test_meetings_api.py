"""Meetings, one typed line, the form after a meeting and the calendar's address, for other programs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from mutua.customers.models import Account, Need
from mutua.customers.tests.making import make_account, make_affiliation, make_need, make_person
from mutua.daybook.actions.repeat_meeting import repeat_meeting
from mutua.daybook.models import CalendarFeed, Interaction, Meeting, Task
from mutua.daybook.rules.recurrence import Pattern
from mutua.foundation import days
from mutua.foundation.api.actions.make_key import make_key
from mutua.relationships.models import Engagement, Touchpoint
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_engagement
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
API = "/api/v1"
TUESDAY = date(2026, 12, 1)


@pytest.fixture
def account(client: Client, cast: Cast) -> Account:
    make_catalogue()
    client.force_login(cast.user("ada"))
    return make_account(name="Alder Markets", owner=cast.ada)


def send(client: Client, method: str, path: str, data: Any = None, version: int | None = None, key: str = "") -> Any:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    if key:
        headers["authorization"] = f"Bearer {key}"
    return getattr(client, method)(f"{API}{path}", data or {}, content_type="application/json", headers=headers)


def planned(client: Client, account: Account, **more: Any) -> dict[str, Any]:
    sent = {"account_id": account.pk, "title": "Slots", "begins_at": "2027-03-02T10:00:00Z", "minutes": 90, **more}
    return send(client, "post", "/meetings", sent).json()  # type: ignore[no-any-return]


def test_a_meeting_is_moved_and_takes_as_long_as_before(client: Client, cast: Cast, account: Account) -> None:
    guest, other = make_person(owner=cast.ada), make_person(owner=cast.ada)
    told = planned(client, account, guest_ids=[guest.pk])
    assert (told["guest_ids"], told["colleague_ids"], told["repeats"]) == ([guest.pk], [cast.ada.user_id], False)
    one = f"/meetings/{told['id']}"
    with nothing_changes():
        assert send(client, "patch", one, {"title": "x"}).status_code == 428
        assert send(client, "patch", one, {"ends_at": "2027-03-02T09:00:00Z"}, told["version"]).status_code == 422
        assert send(client, "patch", one, {"link": "javascript:alert(1)"}, told["version"]).status_code == 422
        assert send(client, "patch", one, {"guest_ids": [999_999]}, told["version"]).status_code == 404
        assert send(client, "patch", one, {"colleague_ids": [999_999]}, told["version"]).status_code == 404
        assert send(client, "patch", one, {"account_id": account.pk}, told["version"]).status_code == 422
    sent = {"begins_at": "2027-03-03T16:00:00+02:00", "guest_ids": [other.pk], "place": "Gate 4"}
    changed = send(client, "patch", one, sent, told["version"])
    now = changed.json()
    assert (now["begins_at"], now["ends_at"]) == ("2027-03-03T14:00:00Z", "2027-03-03T15:30:00Z")
    assert (now["title"], now["place"], now["guest_ids"]) == ("Slots", "Gate 4", [other.pk])
    with nothing_changes():
        assert send(client, "patch", one, {"title": "x"}, told["version"]).status_code == 412
    about = send(client, "post", f"{one}/touchpoint", {"touchpoint": "physical-delivery"}, now["version"]).json()
    assert (about["touchpoint"], about["touchpoint_inferred"]) == ("physical-delivery", False)


def test_a_guest_whom_the_caller_does_not_see_is_not_told_and_stays(client: Client, cast: Cast, account: Account) -> None:
    mine, hers = make_person(owner=cast.ada), make_person(owner=cast.eve)
    told = planned(client, account, guest_ids=[mine.pk])
    Meeting.objects.get(pk=told["id"]).guests.add(hers)
    for listed in (client.get(f"{API}/meetings/{told['id']}").json(), client.get(f"{API}/meetings").json()["items"][0]):
        assert listed["guest_ids"] == [mine.pk]
    send(client, "patch", f"/meetings/{told['id']}", {"guest_ids": []}, told["version"])
    assert list(Meeting.objects.get(pk=told["id"]).guests.all()) == [hers]


def test_those_after_it_go_along_and_are_cancelled_with_it(client: Client, cast: Cast, account: Account) -> None:
    with days.as_of(date(2027, 3, 1)):
        told = planned(client, account, time_zone="UTC")
        repeat_meeting(cast.ada, told["id"], version=None, pattern=Pattern("daily", times=4))
        second = Meeting.objects.order_by("begins_at")[1]
        moved = send(
            client,
            "patch",
            f"/meetings/{second.pk}",
            {"begins_at": "2027-03-03T11:00:00Z", "scope": "following"},
            second.version,
        )
        assert (moved.status_code, moved.json()["repeats"]) == (200, True)
        assert [one.begins_at.hour for one in Meeting.objects.order_by("begins_at")] == [10, 11, 11, 11]
        third = Meeting.objects.order_by("begins_at")[2]
        with nothing_changes():
            assert send(client, "post", f"/meetings/{third.pk}/cancel", {"scope": "some"}, third.version).status_code == 422
            assert send(client, "post", f"/meetings/{third.pk}/cancel", {}, 99).status_code == 412
        assert send(client, "post", f"/meetings/{third.pk}/cancel", {"scope": "following"}, third.version).status_code == 204
    assert [one.begins_at.day for one in Meeting.objects.order_by("begins_at")] == [2, 3]


def test_a_list_of_meetings_costs_as_many_queries_for_many(
    client: Client, cast: Cast, account: Account, django_assert_max_num_queries: Any
) -> None:
    guest = make_person(owner=cast.ada)
    for number in range(12):
        planned(client, account, title=f"Review {number}", guest_ids=[guest.pk])
    with django_assert_max_num_queries(12):
        assert len(client.get(f"{API}/meetings").json()["items"]) == 12


# One typed line


def test_one_line_becomes_what_it_says(client: Client, cast: Cast, account: Account) -> None:
    with days.as_of(TUESDAY):
        task = send(client, "post", "/quick-entries", {"line": "task: send the calendar by friday", "account_id": account.pk})
        meeting = send(
            client, "post", "/quick-entries", {"line": "meeting: Yearly review tomorrow 14:00 for 90 min", "account_id": account.pk}
        ).json()
    told = task.json()
    assert (task.status_code, told["kind"], told["interaction"], told["meeting"]) == (201, "task", None, None)
    assert (told["task"]["title"], told["task"]["due_on"]) == ("send the calendar", "2026-12-04")
    assert (meeting["kind"], meeting["meeting"]["title"], meeting["meeting"]["begins_at"]) == (
        "meeting",
        "Yearly review",
        "2026-12-02T14:00:00Z",
    )
    assert meeting["meeting"]["ends_at"] == "2026-12-02T15:30:00Z"
    person = make_person(owner=cast.ada)
    make_affiliation(person=person, account=account)
    call = send(client, "post", "/quick-entries", {"line": "call: they need slots", "person_id": person.pk}).json()
    assert (call["kind"], call["interaction"]["channel"], call["interaction"]["account_id"]) == ("interaction", "call", account.pk)


def test_the_hour_is_that_of_the_person_whose_key_it_is(client: Client, cast: Cast, account: Account) -> None:
    client.logout()
    ben = cast.user("ben")
    ben.time_zone = "Africa/Lusaka"
    ben.save()
    scopes = [
        "daybook.interaction.create",
        "daybook.meeting.edit",
        "daybook.meeting.view",
        "customers.account.view",
        "relationships.catalogue.view",
    ]
    _key, secret = make_key(cast.ben, name="tests", scopes=scopes)
    with days.as_of(TUESDAY):
        sent = {"line": "meeting: Slots tomorrow 14:00", "account_id": account.pk}
        told = send(client, "post", "/quick-entries", sent, key=secret).json()
    assert told["meeting"]["begins_at"] == "2026-12-02T12:00:00Z", told
    with nothing_changes():
        refused = send(client, "post", "/quick-entries", {"line": "task: ring them", "account_id": account.pk}, key=secret)
    assert refused.status_code == 403, "a key promises nothing that its scopes do not say"


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"line": "We spoke"}, 422, "account_id"),
        ({"line": "  "}, 422, "line"),
        ({"line": "meeting: Review", "account_id": 0}, 422, "line"),
        ({"line": "We spoke", "account_id": 999_999}, 404, None),
        ({"line": "We spoke", "account_id": 0, "touchpoint": "no-such"}, 422, "touchpoint"),
    ],
)
def test_a_line_that_is_refused_names_what_was_sent(
    client: Client, account: Account, sent: dict[str, Any], status: int, field: str
) -> None:
    sent = {**sent, "account_id": account.pk} if sent.get("account_id") == 0 else sent
    with nothing_changes():
        answer = send(client, "post", "/quick-entries", sent)
    assert (answer.status_code, answer.json().get("field")) == (status, field)


# After a meeting


def over(cast: Cast, account: Account) -> Meeting:
    begins = days.now() - timedelta(hours=3)
    return Meeting.objects.create(
        title="Year review",
        account=account,
        touchpoint=Touchpoint.objects.get(key="account-review"),
        begins_at=begins,
        ends_at=begins + timedelta(hours=1),
    )


def test_a_meeting_is_written_up_whole_or_not_at_all(client: Client, cast: Cast, account: Account) -> None:
    at = make_account_touchpoint(account)
    engagement, need = make_engagement(at, "edi-asn", state="pilot"), make_need(account=account)
    meeting = over(cast, account)
    sent = {
        "body": "They will take pallets",
        "moved": [{"id": engagement.pk, "version": engagement.version, "to": "partial"}],
        "begun": [{"account_touchpoint_id": at.pk, "activity": "pallet-pooling", "state": "pilot"}],
        "judged": [{"id": need.pk, "version": need.version, "satisfaction": 4}],
        "needs": [{"words": "Fewer mixed pallets", "importance": 5}],
        "tasks": [{"title": "Send the calendar", "due_on": "2027-01-15"}, {"title": "Ring them", "assignee_id": cast.ben.user_id}],
    }
    address = f"/meetings/{meeting.pk}/write-up"
    with nothing_changes():
        assert send(client, "post", address, sent).status_code == 428
        assert send(client, "post", address, sent, 99).status_code == 412
        far = {**sent, "moved": [{"id": engagement.pk, "version": engagement.version, "to": "full"}]}
        refused = send(client, "post", address, far, meeting.version)
        assert (refused.status_code, refused.json()["field"]) == (422, "moved.0")
        late = {**sent, "tasks": [{"title": "One"}, {"title": " "}]}
        refused = send(client, "post", address, late, meeting.version)
        assert (refused.status_code, refused.json()["field"]) == (422, "tasks.1")
        assert send(client, "post", address, {**sent, "judged": [{"id": need.pk, "version": 99}]}, meeting.version).status_code == 412
        assert send(client, "post", address, {**sent, "judged": [{"id": need.pk, "version": 1, "satisfaction": 6}]}, 1).status_code == 422
    written = send(client, "post", address, sent, meeting.version)
    assert (written.status_code, written.json()["touchpoint"], written.json()["channel"]) == (201, "account-review", "visit")
    meeting.refresh_from_db()
    assert meeting.interaction_id == written.json()["id"]
    assert sorted(Engagement.objects.values_list("activity__key", "state")) == [("edi-asn", "partial"), ("pallet-pooling", "pilot")]
    assert sorted(Need.objects.values_list("words", "satisfaction", "importance"))[0] == ("Fewer mixed pallets", None, 5)
    assert Need.objects.get(pk=need.pk).satisfaction == 4
    assert sorted(Task.objects.values_list("title", "assignee")) == [
        ("Ring them", cast.ben.user_id),
        ("Send the calendar", cast.ada.user_id),
    ]
    with nothing_changes():
        again = send(client, "post", address, sent, meeting.version)
    assert (again.status_code, again.json()["field"]) == (422, "body")


def test_nothing_of_another_account_is_written_up(client: Client, cast: Cast, account: Account) -> None:
    other = make_account(name="Elsewhere", owner=cast.ada)
    at = make_account_touchpoint(other)
    engagement, need, stranger = make_engagement(at, "edi-asn", state="pilot"), make_need(account=other), make_person(owner=cast.eve)
    address = f"/accounts/{account.pk}/write-up"
    parts: list[dict[str, Any]] = [
        {"moved": [{"id": engagement.pk, "version": engagement.version, "to": "partial"}]},
        {"begun": [{"account_touchpoint_id": at.pk, "activity": "pallet-pooling"}]},
        {"judged": [{"id": need.pk, "version": need.version, "satisfaction": 4}]},
        {"tasks": [{"title": "Ring them", "promised_to_id": stranger.pk}]},
        {"person_id": stranger.pk},
    ]
    with nothing_changes():
        for part in parts:
            assert send(client, "post", address, {"body": "Good", **part}).status_code == 404, part
    assert send(client, "post", address, {"body": "Good"}).status_code == 201
    assert Interaction.objects.get().account == account


# The calendar's address


def test_an_address_is_told_once_made_anew_and_withdrawn(client: Client, cast: Cast, account: Account) -> None:
    assert client.get(f"{API}/calendar-feed").json() == {"is_open": False, "made_at": None, "last_read_on": None}
    first = send(client, "put", "/calendar-feed")
    token = re.search(r"/calendar/([\w-]{43})\.ics$", first.json()["address"])
    assert (first.status_code, first["Cache-Control"]) == (200, "no-store")
    assert token is not None
    assert not CalendarFeed.objects.filter(digest__contains=token[1]).exists()
    assert client.get(f"/calendar/{token[1]}.ics").status_code == 200
    told = client.get(f"{API}/calendar-feed").json()
    assert (told["is_open"], told["last_read_on"], "address" in told) == (True, str(datetime.now(UTC).date()), False)
    send(client, "put", "/calendar-feed")
    assert client.get(f"/calendar/{token[1]}.ics").status_code == 404, "the one before is dead"
    assert [send(client, "delete", "/calendar-feed").status_code for _ in range(2)] == [204, 204]
    assert CalendarFeed.objects.count() == 0


def test_a_key_opens_no_address_that_shows_more_than_it_sees(client: Client, cast: Cast, account: Account) -> None:
    client.logout()
    _key, narrow = make_key(cast.ben, name="narrow", scopes=["daybook.meeting.view"])
    _key, wide = make_key(
        cast.ben, name="wide", scopes=["daybook.meeting.view", "daybook.task.view", "customers.account.view", "customers.person.view"]
    )
    assert send(client, "put", "/calendar-feed", key=narrow).status_code == 403
    assert CalendarFeed.objects.count() == 0
    assert send(client, "put", "/calendar-feed", key=wide).status_code == 200
    assert CalendarFeed.objects.get().user_id == cast.ben.user_id
