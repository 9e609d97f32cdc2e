"""The pages of what was noted and promised, in light, dark and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mutua.customers.tests.making import make_account
from mutua.daybook.actions.edit_interaction import edit_interaction
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.actions.promise_task import promise_task
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
