"""What is practised, what stands in the way, what rings, what was spent and joint sessions, for other programs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_department
from mutua.relationships.models import Activity, Engagement, Outlay, ToleranceAlarm
from mutua.relationships.tests.making import (
    make_account_touchpoint,
    make_catalogue,
    make_engagement,
    make_item,
    make_measure,
    make_profile,
    make_segment_item,
)
from mutua.strategy.tests.making import make_segment
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def account(client: Client, cast: Cast) -> Account:
    client.force_login(cast.user("ben"))
    return make_account(name="Alder Markets", owner=cast.ada)


def send(client: Client, method: str, path: str, data: Any = None, version: int | None = None) -> Any:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return getattr(client, method)(f"{API}{path}", data if data is not None else {}, content_type="application/json", headers=headers)


def test_an_engagement_is_recorded_and_moved(client: Client, account: Account) -> None:
    at = make_account_touchpoint(account)
    sent = {"activity": "crp", "state": "pilot", "since": "2026-03-01", "evidence": "Two sites"}
    made = send(client, "post", f"/account-touchpoints/{at.pk}/engagements", sent)
    told = made.json()
    assert (made.status_code, told["account_id"], told["touchpoint"], told["activity"], told["state"]) == (
        201, account.pk, "physical-delivery", "crp", "pilot"
    )  # fmt: skip
    path = f"/engagements/{told['id']}"
    with nothing_changes():
        assert send(client, "post", f"{path}/move", {"to": "full"}).status_code == 428
        assert send(client, "post", f"{path}/move", {"to": "full"}, told["version"] + 1).status_code == 412
        assert send(client, "post", f"{path}/move", {"to": "perhaps"}, told["version"]).status_code == 422
        assert send(client, "post", f"{path}/move", {"to": "planned"}, told["version"]).status_code == 422
        later = send(client, "post", f"{path}/move", {"to": "partial", "on": "9999-12-31"}, told["version"])
        begun = send(
            client, "post", f"/account-touchpoints/{at.pk}/engagements", {"activity": "vmi", "state": "full", "since": "9999-12-31"}
        )
    assert [(one.status_code, one.json()["field"]) for one in (later, begun)] == [(422, "on"), (422, "since")]
    moved = send(client, "post", f"{path}/move", {"to": "partial"}, told["version"])
    assert (moved.status_code, moved.json()["state"], moved.headers["ETag"]) == (200, "partial", f'"{told["version"] + 1}"')
    assert Engagement.objects.get().state == "partial"
    assert client.get(f"{API}{path}").json()["since"] == "2026-03-01"


def test_rows_come_page_by_page_and_of_one_account(client: Client, cast: Cast, account: Account) -> None:
    at, other = make_account_touchpoint(account), make_account_touchpoint(make_account(owner=cast.ada))
    keys = ["edi-asn", "crp", "vmi"]
    for key in keys:
        make_engagement(at, key)
    make_engagement(other, "edi-asn")
    first = client.get(f"{API}/engagements?account_id={account.pk}&limit=2").json()
    second = client.get(f"{API}/engagements?account_id={account.pk}&limit=2&after={first['next']}").json()
    assert [row["activity"] for row in (*first["items"], *second["items"])] == keys
    assert second["next"] == ""
    client.force_login(cast.user("eve"))
    assert client.get(f"{API}/engagements").status_code in (200, 403)
    assert b"edi-asn" not in client.get(f"{API}/engagements").content


def test_a_label_needs_a_reason(client: Client, cast: Cast, account: Account) -> None:
    at = make_account_touchpoint(account)
    path = f"/account-touchpoints/{at.pk}/label"
    with nothing_changes():
        assert send(client, "put", path, {"label": "collaborative"}, at.version).status_code == 422
        assert send(client, "put", path, {"label": "best friends", "reason": "So"}, at.version).status_code == 422
    told = send(client, "put", path, {"label": "collaborative", "reason": "They say so"}, at.version)
    assert (told.status_code, told.json()["label"], told.json()["label_by"]) == (200, "collaborative", "Ben Osei") or told.json()[
        "label_by"
    ]


def test_a_blockage_is_noted_and_closed_by_an_item_of_the_account(client: Client, cast: Cast, account: Account) -> None:
    at = make_account_touchpoint(account)
    made = send(client, "post", f"/account-touchpoints/{at.pk}/blockages", {"side": "them", "what": "One dock", "cost_per_year": "900.00"})
    told = made.json()
    assert (made.status_code, told["what"], told["currency"], told["closed_by_id"]) == (201, "One dock", account.currency, None)
    foreign = make_item(make_account(owner=cast.ada), "crp")
    with nothing_changes():
        assert send(client, "post", f"/blockages/{told['id']}/close", {"item_id": foreign.pk}, told["version"]).status_code == 404
    item = make_item(account, "crp")
    closed = send(client, "post", f"/blockages/{told['id']}/close", {"item_id": item.pk}, told["version"])
    assert (closed.status_code, closed.json()["closed_by_id"]) == (200, item.pk)
    assert [row["id"] for row in client.get(f"{API}/blockages?account_id={account.pk}").json()["items"]] == [told["id"]]


def test_an_alarm_is_taken_on_once(client: Client, account: Account) -> None:
    measure = make_measure(make_account_touchpoint(account))
    alarm = ToleranceAlarm.objects.create(
        measure=measure,
        reading=1,
        position=1,
        shipment=make_shipment(account),
        broken_on=date(2026, 3, 13),
        late=9,
        of=10,
        rung_at=datetime(2026, 3, 13, tzinfo=UTC),
    )
    assert [row["id"] for row in client.get(f"{API}/alarms?open=true").json()["items"]] == [alarm.pk]
    taken = send(client, "post", f"/alarms/{alarm.pk}/acknowledge", {"note": "We ring them"})
    assert (taken.status_code, taken.json()["note"], taken.json()["account_id"]) == (200, "We ring them", account.pk)
    with nothing_changes():
        assert send(client, "post", f"/alarms/{alarm.pk}/acknowledge", {"note": "Again"}).status_code == 422
    assert client.get(f"{API}/alarms?open=true").json()["items"] == []
    assert [row["id"] for row in client.get(f"{API}/alarms?open=false").json()["items"]] == [alarm.pk]


def test_outlays_add_up(client: Client, account: Account) -> None:
    item = make_item(account, "crp", cost=10, gain=20, state="running")
    for amount in ("100.00", "-25.50"):
        assert send(client, "post", f"/roadmap-items/{item.pk}/outlays", {"on": "2026-03-01", "amount": amount}).status_code == 201
    told = client.get(f"{API}/roadmap-items/{item.pk}/outlays?limit=1").json()
    assert (told["money"], told["count"], len(told["rows"])) == ("74.50", 2, 1)
    assert Outlay.objects.count() == 2


def test_our_side_of_a_joint_session(client: Client, account: Account) -> None:
    made = send(client, "post", f"/accounts/{account.pk}/joint-sessions")
    told = made.json()
    assert (made.status_code, told["rows"], told["closed_at"]) == (201, [], None)
    make_account_touchpoint(account)
    path = f"/joint-sessions/{told['id']}"
    put = send(client, "put", f"{path}/touchpoints/physical-delivery", {"activities": ["crp"], "wish": "Sooner"})
    assert put.json()["rows"] == [
        {"touchpoint": "physical-delivery", "state": "ours", "ours": {"activities": ["crp"], "wish": "Sooner"}, "theirs": None}
    ]
    with nothing_changes():
        assert send(client, "post", f"{path}/close").status_code == 422  # one side alone makes no joint profile
        assert send(client, "put", f"{path}/touchpoints/physical-delivery", {"activities": ["no-such"]}).status_code == 422


def test_what_is_planned_for_a_segment(client: Client, cast: Cast, account: Account) -> None:
    segment = make_segment()
    item = make_segment_item(segment, "crp")
    made = send(client, "post", "/segment-items", {"segment_id": segment.pk, "activity": "gdsn", "return_us": ["500.00"], "lasts": 1})
    assert (made.status_code, made.json()["return_us"]) == (201, ["500.00"])
    with nothing_changes():
        again = send(client, "post", "/segment-items", {"segment_id": segment.pk, "activity": "gdsn"})
        assert again.status_code == 422
        assert send(client, "patch", f"/segment-items/{item.pk}", {"gate": "0"}, item.version).status_code == 422
    changed = send(client, "patch", f"/segment-items/{item.pk}", {"title": "Sooner"}, item.version)
    assert (changed.status_code, changed.json()["title"]) == (200, "Sooner")
    ended = send(client, "post", f"/segment-items/{item.pk}/end", version=changed.json()["version"])
    assert ended.json()["ended_at"] is not None
    assert len(client.get(f"{API}/segment-items").json()["items"]) == 2


def test_profiles_are_compared_kept_and_agreed(client: Client, account: Account) -> None:
    make_engagement(make_account_touchpoint(account), "edi-asn")
    draft = send(client, "post", f"/accounts/{account.pk}/profiles", {"perspective": "surrogate"}).json()
    wanted = {"activities": ["edi-asn", "crp"]}
    assert send(client, "put", f"/profiles/{draft['id']}/touchpoints/physical-delivery", wanted, draft["version"]).status_code == 200
    [row] = client.get(f"{API}/accounts/{account.pk}/profiles/compare?second=surrogate").json()["rows"]
    assert (row["touchpoint"], row["only_first"], row["only_second"], row["both"]) == ("physical-delivery", [], ["crp"], ["edi-asn"])
    assert client.get(f"{API}/accounts/{account.pk}/profiles/compare?second=nobody").status_code == 422
    profile = make_profile(account, {}, state="validated", visibility="shared")
    with nothing_changes():
        assert send(client, "post", f"/profiles/{profile.pk}/agree", {"how": " "}, profile.version).status_code == 422
    agreed = send(client, "post", f"/profiles/{profile.pk}/agree", {"how": "By mail"}, profile.version)
    assert (agreed.status_code, agreed.json()["visibility"]) == (200, "agreed")
    kept = send(client, "post", f"/accounts/{account.pk}/profiles/keep", {"year": 2027})
    assert (kept.status_code, len(kept.json()["sha256"])) == (201, 64)
    assert [row["year"] for row in client.get(f"{API}/accounts/{account.pk}/profiles/kept").json()] == [2027]


def test_whoever_does_not_see_all_of_a_segment_plans_nothing_for_it(client: Client, cast: Cast, account: Account) -> None:
    segment = make_segment(members=[account, make_account(name="Theirs", owner=cast.eve)])
    item = make_segment_item(segment, "crp")
    sent = {"segment_id": segment.pk, "activity": "gdsn", "return_us": ["500.00"]}
    with nothing_changes():
        asked = [
            send(client, "post", "/segment-items", sent),
            send(client, "patch", f"/segment-items/{item.pk}", {"title": "Sooner"}, item.version),
            send(client, "post", f"/segment-items/{item.pk}/end", version=item.version),
        ]
    assert [(one.status_code, "1 account of this segment is one that you do not see" in one.json()["detail"]) for one in asked] == [
        (422, True)
    ] * 3
    client.force_login(cast.user("executive"))
    assert send(client, "post", "/segment-items", sent).status_code == 201


def test_a_touchpoint_is_opened_and_told_with_the_evidence_of_its_type(client: Client, cast: Cast, account: Account) -> None:
    make_catalogue()
    path = f"/accounts/{account.pk}/touchpoints"
    assert client.get(f"{API}{path}").json() == []
    with nothing_changes():
        assert send(client, "post", path, {"touchpoint": "nowhere"}).status_code == 404
        assert send(client, "post", path, {}).status_code == 422
    opened = send(client, "post", path, {"touchpoint": "physical-delivery"})
    told = opened.json()
    assert (opened.status_code, told["type"], set(told["coverage"])) == (
        201, None, {"independent", "cooperative", "collaborative", "strategic"}
    )  # fmt: skip
    at = told["account_touchpoint_id"]
    send(client, "post", f"/account-touchpoints/{at}/engagements", {"activity": "crp", "state": "pilot"})
    send(client, "put", f"/account-touchpoints/{at}/label", {"label": "strategic", "reason": "They say so"}, told["version"])
    [told] = client.get(f"{API}{path}").json()
    crp = Activity.objects.get(key="crp")
    beside = Activity.objects.filter(touchpoint=crp.touchpoint, type=crp.type).count()
    assert (told["type"], told["coverage"][crp.type]["share"], told["activities"]) == (crp.type, 0.25 / beside, {"crp": "pilot"})
    assert (told["label"], told["label_reason"], told["label_by"]) == ("strategic", "They say so", cast.ben.name)
    make_profile(account, {"physical-delivery": ["crp", "vmi"]}, perspective="surrogate")
    gap = client.get(f"{API}/accounts/{account.pk}/gap").json()
    assert (gap["profile"]["perspective"], [(row["touchpoint"], row["add"]) for row in gap["touchpoints"]]) == (
        "surrogate", [("physical-delivery", ["vmi"])]
    )  # fmt: skip
    item = make_item(account, "vmi", cost=90, gain=170)
    [row] = client.get(f"{API}/accounts/{account.pk}/roadmap").json()
    assert (row["item_id"], row["investment"]["us"], row["returns"]["us"], row["passable"]) == (item.pk, "90.00", "170.00", True)
    client.force_login(cast.user("eve"))
    with nothing_changes():
        for what in ("touchpoints", "gap", "roadmap"):
            assert client.get(f"{API}/accounts/{account.pk}/{what}").status_code in (403, 404), what
        assert send(client, "post", path, {"touchpoint": "physical-delivery"}).status_code in (403, 404)


def test_a_measure_waits_for_its_touchpoint_to_be_opened(client: Client, account: Account) -> None:
    make_catalogue()
    sent = {"touchpoint": "invoicing-payment", "kind": "invoice-accuracy", "counted_from": "reported", "is_proxy": False}
    with nothing_changes():
        refused = send(client, "post", f"/accounts/{account.pk}/measures", sent)
    assert (refused.status_code, refused.json()["field"]) == (422, "touchpoint")
    assert "is not opened at Alder Markets yet" in refused.json()["detail"]
    assert send(client, "post", f"/accounts/{account.pk}/touchpoints", {"touchpoint": "invoicing-payment"}).status_code == 201
    made = send(client, "post", f"/accounts/{account.pk}/measures", sent)
    assert made.status_code == 201, made.content


def test_who_meets_there_is_changed(client: Client, cast: Cast, account: Account) -> None:
    at = make_account_touchpoint(account)
    path, theirs = f"/account-touchpoints/{at.pk}", make_department(account=account, name="Receiving")
    with nothing_changes():
        assert send(client, "patch", path, {"lost_share": "1.5"}, at.version).status_code == 422
        assert send(client, "patch", path, {"their_person_id": 10**9}, at.version).status_code == 404
        assert send(client, "patch", path, {"our_department_ids": [theirs.pk]}, at.version).status_code == 422
    sent = {"owner_id": cast.ben.user_id, "their_department_ids": [theirs.pk], "margin_share": "0.30"}
    told = send(client, "patch", path, sent, at.version).json()
    assert (told["owner_id"], told["margin_share"]) == (cast.ben.user_id, "0.30")
    assert [one.pk for one in at.their_departments.all()] == [theirs.pk]
