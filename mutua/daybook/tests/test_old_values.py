"""What stood in a task, an interaction or a meeting is seen on its page and put back; all take fields of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.tests.making import make_account
from mutua.daybook.actions.edit_meeting import edit_meeting
from mutua.daybook.actions.edit_task import edit_task
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.models import Task
from mutua.daybook.tests.making import make_task
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_a_task_gives_back_its_day_and_who_does_it(cast, client: Client):
    task = make_task(owner=cast.ada, title="Call", due_on=date(2026, 3, 1))
    edit_task(cast.ada, task.pk, version=1, due_on=date(2026, 4, 1), assignee=cast.user("ben"))
    write = task.events.latest("pgh_id").pk
    client.force_login(cast.user("ben"))
    page = client.get(reverse("daybook:task-edit", args=[task.pk])).content.decode()
    assert "Put back due" in page
    for number, field in enumerate(("due_on", "assignee")):
        assert client.post(reverse("records:put-back", args=["task", task.pk, write, field]), {"version": 2 + number}).status_code == 302
    again = Task.objects.get()
    assert (again.due_on, again.assignee) == (date(2026, 3, 1), cast.user("ada"))


@pytest.mark.parametrize("kind", ["interaction", "meeting"])
def test_what_was_noted_has_a_page_takes_fields_and_gives_old_words_back(cast, client: Client, kind):
    define_field(cast.root, record_kind=kind, label="Grade", kind="choice", choices=["first", "second"])
    account = make_account(owner=cast.ada, name="Alder")
    if kind == "interaction":
        noted: Any = note_interaction(cast.ada, account.pk, body="They want it sooner", channel="call")
        form, field = {"channel": "call", "side": "us", "body": "They want it later"}, "body"
    else:
        begins = datetime(2026, 3, 1, 10, tzinfo=UTC)
        noted = plan_meeting(cast.ada, account.pk, title="They want it sooner", begins_at=begins)
        form, field = {"title": "They want it later", "begins_at": "2026-03-01T10:00", "ends_at": "2026-03-01T11:00"}, "title"
    client.force_login(cast.user("ada"))
    page, edit = noted.get_absolute_url(), reverse(f"daybook:{kind}-edit", args=[noted.pk])
    assert f'href="{page}"' in client.get(account.get_absolute_url()).content.decode(), "the timeline leads to it"
    with nothing_changes():
        assert client.post(edit, {"version": 1, **form, "custom_grade": "third"}).status_code == 422
        assert client.post(edit, {"version": 1, **form, field: " "}).status_code == 422
    assert client.post(edit, {"version": 1, **form, "custom_grade": "second"}).url == page
    told = client.get(page).content.decode()
    assert "They want it later" in told
    assert "second" in told
    timeline = client.get(account.get_absolute_url()).content.decode()
    assert ("They want it later" in timeline, "They want it sooner" in timeline) == (True, False)

    write = noted.events.latest("pgh_id").pk
    assert client.post(reverse("records:put-back", args=[kind, noted.pk, write, field]), {"version": 2}).url == page
    timeline = client.get(account.get_absolute_url()).content.decode()
    assert ("They want it later" in timeline, "They want it sooner" in timeline) == (False, True)
    assert timeline.count(f'href="{page}"') == 1
    client.force_login(cast.user("eve"))
    assert (client.get(page).status_code, client.get(edit).status_code) == (404, 404)


def test_a_meeting_that_would_end_before_it_begins_is_refused(cast):
    meeting = plan_meeting(cast.ada, make_account(owner=cast.ada).pk, title="Year", begins_at=datetime(2026, 3, 1, 10, tzinfo=UTC))
    with nothing_changes(), pytest.raises(Refused, match="between a minute and a week"):
        edit_meeting(cast.ada, meeting.pk, version=1, ends_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
