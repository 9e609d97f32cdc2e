"""Before a meeting one page, after it one form: all of it is written, or nothing."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from mutua.customers.models import Account, Need
from mutua.customers.tests.making import make_account, make_need
from mutua.daybook import brief
from mutua.daybook.actions.write_up_meeting import Moved, Promised, WrittenUp, write_up_meeting
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.writing_up_today import to_write_up
from mutua.foundation import days
from mutua.foundation.access import NotFound
from mutua.foundation.records.errors import Refused
from mutua.relationships.models import Engagement, Touchpoint
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    return make_account(owner=cast.ada, name="Alder Markets")


def make_meeting(cast: Cast, account: Account, *, hours_ago: float = 3, **values: Any) -> Meeting:
    make_account_touchpoint(account)
    begins = days.now() - timedelta(hours=hours_ago)
    meeting = Meeting.objects.create(
        title="Year review",
        account=account,
        touchpoint=Touchpoint.objects.get(key="account-review"),
        begins_at=begins,
        ends_at=begins + timedelta(hours=1),
        **values,
    )
    meeting.colleagues.add(cast.ada.user_id)
    return meeting


def test_a_part_that_is_refused_takes_all_of_it_back(cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    engagement = make_engagement(account.touchpoints.get(touchpoint__key="physical-delivery"), "edi-asn", state="pilot")
    said = WrittenUp(
        body="They will take pallets",
        promised=[Promised("Send the calendar")],
        moved=[Moved(engagement.pk, engagement.version, "full", "engagement_1")],  # a pilot does not become full at once
    )
    with pytest.raises(Refused, match="goes from Pilot") as refused, nothing_changes():
        write_up_meeting(cast.ada, account.pk, said, meeting_id=meeting.pk, version=meeting.version)
    assert refused.value.field == "engagement_1"


def test_a_meeting_is_written_up_once_and_not_before_it_began(cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    write_up_meeting(cast.ada, account.pk, WrittenUp(body="Good"), meeting_id=meeting.pk, version=meeting.version)
    meeting.refresh_from_db()
    assert str(meeting.interaction) == "Good"
    with pytest.raises(Refused, match="written up already"), nothing_changes():
        write_up_meeting(cast.ada, account.pk, WrittenUp(body="Again"), meeting_id=meeting.pk, version=meeting.version)
    later = make_meeting_later(cast, account)
    with pytest.raises(Refused, match="not begun yet"), nothing_changes():
        write_up_meeting(cast.ada, account.pk, WrittenUp(body="Early"), meeting_id=later.pk, version=later.version)


def make_meeting_later(cast: Cast, account: Account) -> Meeting:
    begins = days.now() + timedelta(hours=1)
    touchpoint = Touchpoint.objects.get(key="account-review")
    return Meeting.objects.create(
        title="Later", account=account, touchpoint=touchpoint, begins_at=begins, ends_at=begins + timedelta(hours=1)
    )


def test_a_stranger_writes_nothing_up(cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    with pytest.raises(NotFound), nothing_changes():
        write_up_meeting(cast.eve, account.pk, WrittenUp(body="Mine"), meeting_id=meeting.pk, version=meeting.version)


def test_it_is_noted_on_the_hour_and_at_the_touchpoint_of_the_meeting(cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    written = write_up_meeting(cast.ada, account.pk, WrittenUp(body="Good"), meeting_id=meeting.pk, version=meeting.version)
    assert (written.at, written.touchpoint.key, written.touchpoint_inferred, written.side) == (
        meeting.begins_at,
        "account-review",
        False,
        "both",
    )


def test_today_asks_for_it_until_it_is_written(client: Client, cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    make_meeting_later(cast, account).colleagues.add(cast.ada.user_id)
    make_meeting_old = make_meeting_aged(cast, account)
    assert [need.key for need in to_write_up(cast.ada)] == [f"meeting-{meeting.pk}"], make_meeting_old.pk
    assert to_write_up(cast.eve) == []
    client.force_login(cast.user("ada"))
    assert f"/meetings/{meeting.pk}/write-up/" in client.get("/").content.decode()
    write_up_meeting(cast.ada, account.pk, WrittenUp(body="Good"), meeting_id=meeting.pk, version=meeting.version)
    assert to_write_up(cast.ada) == []


def make_meeting_aged(cast: Cast, account: Account) -> Meeting:
    begins = days.now() - timedelta(days=15)
    old = Meeting.objects.create(
        title="Old", account=account, touchpoint=Touchpoint.objects.get(key="account-review"), begins_at=begins, ends_at=begins
    )
    old.colleagues.add(cast.ada.user_id)
    return old


def test_what_was_typed_stays_when_something_is_wrong(client: Client, cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = client.post(
            f"/meetings/{meeting.pk}/write-up/",
            {"version": 1, "body": "They spoke of pallets", "channel": "visit", "task_1": "Send it", "task_1_due": "soon"},
        )
    assert answer.status_code == 422
    assert "They spoke of pallets" in answer.content.decode()
    assert 'value="Send it"' in answer.content.decode()


def test_somebody_who_was_slower_is_told_and_loses_nothing(client: Client, cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    need = make_need(account)
    client.force_login(cast.user("ada"))
    Need.objects.filter(pk=need.pk).update(version=2)
    form = {"version": 1, "body": "They are content", "channel": "visit", f"need_{need.pk}": "5", f"need_{need.pk}_version": 1}
    with nothing_changes():
        answer = client.post(f"/meetings/{meeting.pk}/write-up/", form)
    assert answer.status_code == 409
    assert "They are content" in answer.content.decode()


def test_a_section_that_breaks_hides_no_other(client: Client, cast: Cast, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = make_meeting(cast, account)

    def broken(*_: Any) -> Any:
        raise RuntimeError("away")

    monkeypatch.setitem(brief._sections, "needs", brief.Registered("needs", "What they need", 60, "customers.account.view", "", broken))
    client.force_login(cast.user("ada"))
    page = client.get(f"/meetings/{meeting.pk}/prepare/").content.decode()
    assert "This could not be asked" in page
    assert "Who will be there" in page


def test_a_name_with_markup_is_text_on_paper(client: Client, cast: Cast) -> None:
    account = make_account(owner=cast.ada, name="<img src=file:///etc/hostname> & Sons")
    meeting = make_meeting(cast, account)
    client.force_login(cast.user("ada"))
    answer = client.get(f"/meetings/{meeting.pk}/prepare/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    shown = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "<img src=file:///etc/hostname> & Sons" in " ".join(shown.split())


def test_the_pages_ask_as_often_for_much_as_for_little(client: Client, cast: Cast, account: Account) -> None:
    meeting = make_meeting(cast, account)
    client.force_login(cast.user("ada"))

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        # Outside of a test a section costs no savepoint.
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    addresses = [f"/meetings/{meeting.pk}/prepare/", f"/meetings/{meeting.pk}/write-up/"]
    at = account.touchpoints.get(touchpoint__key="physical-delivery")
    make_engagement(at, "floor-load")
    make_need(account)
    Task.objects.create(title="t", account=account, assignee_id=cast.ada.user_id)
    Interaction.objects.create(account=account, body="x", at=days.now(), touchpoint=at.touchpoint)
    for address in addresses:
        client.get(address)
    little = [asked(address) for address in addresses]
    for number in range(6):
        make_need(account, words=f"Need {number}")
        Task.objects.create(title=f"t{number}", account=account, assignee_id=cast.ada.user_id)
        Interaction.objects.create(account=account, body=f"x{number}", at=days.now(), touchpoint=at.touchpoint)
    for key in ("edi-asn", "pool-load", "backhaul"):
        make_engagement(at, key)
    assert Engagement.objects.count() == 4
    much = [asked(address) for address in addresses]
    assert much == little
    assert max(little) <= 30, little
