"""The pages of what was noted and promised, in light, dark and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mutua.customers.tests.making import make_account
from mutua.daybook.actions.edit_interaction import edit_interaction
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation import days
from mutua.foundation.fields.actions.define_field import define_field
from tests.browser import well_made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_each_page_is_well_made(cast, visit, look):
    for kind in ("interaction", "meeting", "task"):
        define_field(cast.root, record_kind=kind, label="What it was about", kind="text")
    account = make_account(owner=cast.ada, name="Alder Markets")
    own = {"custom": {"what_it_was_about": "Shelf-ready packs"}}
    noted = note_interaction(
        cast.ada, account.pk, body="They want it two days sooner.\nMoses asks for a plan until Friday.", channel="call"
    )
    edit_interaction(cast.ada, noted.pk, version=1, side="them", **own)
    meeting = plan_meeting(cast.ada, account.pk, title="Plan of the year", begins_at=datetime(2026, 3, 1, 10, tzinfo=UTC))
    task = promise_task(cast.ada, title="Send the plan", account_id=account.pk, **own)
    pages = {
        "interaction": noted.get_absolute_url(),
        "interaction-edit": f"{noted.get_absolute_url()}edit/",
        "meeting": meeting.get_absolute_url(),
        "meeting-edit": f"{meeting.get_absolute_url()}edit/",
        "task": f"/tasks/{task.pk}/",
    }
    wrong = {
        name: found for name, address in pages.items() if (found := well_made(visit(cast.user("ada"), address, look), f"{name}-{look}"))
    }
    assert wrong == {}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_a_meeting_is_prepared_and_written_up_without_a_mouse_and_a_refused_one_keeps_its_words(cast, visit, look):
    account = make_account(owner=cast.ada, name="Alder Markets")
    meeting = plan_meeting(cast.ada, account.pk, title="Plan of the year", begins_at=days.now() - timedelta(hours=2))
    page = visit(cast.user("ada"), meeting.get_absolute_url(), look)
    page.keyboard.press("p")
    page.wait_for_url("**/prepare/")
    assert well_made(page, f"prepare-{look}") == []
    page.keyboard.press("w")
    page.wait_for_url("**/write-up/")
    page.keyboard.type("They take standing appointments from May.")
    while page.evaluate("document.activeElement.name") != "task_1":
        page.keyboard.press("Tab")
    page.keyboard.type("Send the calendar")
    assert well_made(page, f"write-up-{look}") == []
    # Somebody else changed the meeting meanwhile
    Meeting.objects.filter(pk=meeting.pk).update(version=9)
    page.keyboard.press("Control+Enter")
    page.get_by_text("now version 9").first.wait_for()
    assert not Interaction.objects.exists()
    assert "They take standing appointments from May." in page.content()
    assert "Send the calendar" in page.content()
    Meeting.objects.filter(pk=meeting.pk).update(version=meeting.version)
    page.goto(page.url)
    assert page.get_by_label("What was said").input_value() == "They take standing appointments from May.", "the browser kept it as well"
    page.get_by_label("What was said").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{account.get_absolute_url()}")
    assert Interaction.objects.get().body == "They take standing appointments from May."
    assert Task.objects.get().title == "Send the calendar"
