"""The lists of interactions, tasks and meetings: what one may see, changed in place and many at once, and taken back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest

from mutua.customers.tests.making import make_account, make_person
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.tests.making import make_interaction, make_task
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.actions.load_catalogue import load_catalogue
from mutua.strategy.tests.making import make_strategy
from tests.browser import well_made
from tests.cast import nothing_changes, way_back

TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def account(cast):
    load_catalogue(flow_actor("tests"))
    return make_account(owner=cast.ada, name="Harbour Grocers")


def shown(client, page, **asked):
    return client.get(f"/{page}/", asked).content.decode()


def test_each_list_shows_what_one_may_see_and_nobody_whom_one_may_not(client, cast, account, django_assert_max_num_queries):
    unseen = make_person(owner=cast.eve, given_name="Hidden", family_name="Caller")
    for number in range(6):
        make_interaction(owner=cast.ada, account=account, person=unseen, body=f"They asked {number}")
        make_task(owner=cast.ada, account=account, title=f"Send {number}")
        plan_meeting(cast.ada, account.pk, title=f"Review {number}", begins_at=TEN)
    client.force_login(cast.user("ada"))
    for page, word in (("interactions", "They asked 5"), ("tasks/all", "Send 5"), ("meetings", "Review 5")):
        with django_assert_max_num_queries(12):
            text = shown(client, page)
        assert word in text
        assert "Hidden" not in text
        assert "Hidden" not in b"".join(client.get(f"/{page}/", {"export": "csv"}).streaming_content).decode()
    client.force_login(cast.user("eve"))
    for page, word in (("interactions", "They asked"), ("tasks/all", "Send"), ("meetings", "Review")):
        assert word not in shown(client, page)


def test_starters_find_what_is_late_and_what_serves_no_strategy(client, cast, account):
    make_task(owner=cast.ada, title="Late one", due_on=days.today() - timedelta(days=1), strategy=make_strategy())
    make_task(owner=cast.ada, title="Later one", due_on=days.today() + timedelta(days=9))
    make_task(owner=cast.ada, title="Done one", done_at=days.now())
    client.force_login(cast.user("ada"))
    words = ("Late one", "Later one", "Done one")
    found = {view: [word for word in words if word in shown(client, "tasks/all", view=view)] for view in ("open", "late", "off")}
    assert found == {"open": ["Late one", "Later one"], "late": ["Late one"], "off": ["Later one"]}


def test_a_day_a_person_and_a_touchpoint_are_changed_in_place(client, cast, account):
    task, noted = make_task(owner=cast.ada, account=account), make_interaction(owner=cast.ada, account=account, touchpoint_inferred=True)
    client.force_login(cast.user("ada"))

    def save(page, row, key, value):
        sent = {"act": f"cell:{key}", "row": row.pk, "version": row.version, "value": value}
        return client.post(f"/{page}/", sent, headers={"HX-Request": "true"})

    assert save("tasks/all", task, "due_on", "2026-12-24").status_code == 200
    task.refresh_from_db()
    assert task.due_on == date(2026, 12, 24)
    assert save("tasks/all", task, "assignee", str(cast.ben.user_id)).status_code == 200
    assert save("interactions", noted, "touchpoint", "claims-service").status_code == 200
    noted.refresh_from_db()
    assert (noted.touchpoint.key, noted.touchpoint_inferred) == ("claims-service", False)
    with nothing_changes():
        assert save("tasks/all", Task.objects.get(), "due_on", "soon").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_many_tasks_are_done_assigned_and_deleted_and_each_is_taken_back(client, cast):
    one, two = (make_task(owner=cast.ada, title=title) for title in ("One", "Two"))
    done_before = make_task(owner=cast.ada, title="Before", done_at=TEN)
    numbers = [one.pk, two.pk, done_before.pk]
    client.force_login(cast.user("ben"))
    before = list(Task.objects.order_by("pk").values_list("title", "assignee", "done_at"))
    for act, more, changed in (
        ("done", {}, lambda: not Task.objects.filter(done_at=None).exists()),
        ("assign", {"assignee": str(cast.ben.user_id)}, lambda: set(Task.objects.values_list("assignee", flat=True)) == {cast.ben.user_id}),
        ("delete", {}, lambda: not Task.objects.exists()),
    ):
        page = client.post("/tasks/all/", {"act": f"bulk:{act}", "sure": "yes", "ids": numbers, **more}, follow=True).content.decode()
        assert changed(), act
        client.post(way_back(page))
        run_waiting()
        assert list(Task.objects.order_by("pk").values_list("title", "assignee", "done_at")) == before, act


@pytest.mark.parametrize("page", ["interactions", "meetings"])
def test_many_contacts_go_to_the_bin_but_only_ones_own(client, cast, account, page):
    model = Interaction if page == "interactions" else Meeting
    theirs = make_account(owner=cast.eve)
    if page == "interactions":
        rows = [make_interaction(owner=cast.ada, account=account), make_interaction(owner=cast.eve, account=theirs)]
    else:
        rows = [
            plan_meeting(cast.ada, account.pk, title="Mine", begins_at=TEN),
            plan_meeting(cast.eve, theirs.pk, title="Hers", begins_at=TEN),
        ]
    client.force_login(cast.user("ada"))
    client.post(f"/{page}/", {"act": "bulk:delete", "sure": "yes", "ids": [row.pk for row in rows]})
    assert list(model.objects.values_list("pk", flat=True)) == [rows[1].pk]


def test_interactions_are_narrowed_to_a_touchpoint_and_to_what_was_inferred(client, cast, account):
    make_interaction(owner=cast.ada, account=account, body="Guessed", touchpoint_inferred=True)
    make_interaction(owner=cast.ada, account=account, body="Said by somebody")
    client.force_login(cast.user("ada"))
    page = shown(client, "interactions", view="inferred")
    assert ("Guessed" in page, "Said by somebody" in page) == (True, False)
    tree = json.dumps({"field": "channel", "op": "is", "value": "call"})
    assert "Nothing fits these filters" in client.get(f"/interactions/?f={quote(tree)}").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", ["light", "phone"])
def test_the_lists_are_well_made(cast, visit, look):
    load_catalogue(flow_actor("tests"))
    account = make_account(owner=cast.ada, name="Harbour Grocers")
    make_interaction(owner=cast.ada, account=account, touchpoint_inferred=True)
    make_task(owner=cast.ada, account=account, due_on=days.today() - timedelta(days=3))
    plan_meeting(cast.ada, account.pk, title="Review", begins_at=TEN, place="Gate 4")
    page = visit(cast.user("ada"), "/interactions/", look=look)
    assert well_made(page, f"interactions-{look}") == []
    for path in ("tasks/all", "meetings"):
        page.goto(page.url.partition("/interactions")[0].partition("/tasks")[0] + f"/{path}/")
        assert well_made(page, f"{path.replace('/', '-')}-{look}") == []


def test_the_share_of_open_work_that_serves_no_strategy_is_said(client, cast, account):
    serving = make_strategy()
    for number in range(4):
        make_task(owner=cast.ada, account=account, title=f"Off {number}", strategy=None if number else serving)
    make_task(owner=cast.ada, account=account, title="Done off", done_at=TEN)
    make_task(owner=cast.ada, title="Among ourselves")
    make_task(owner=cast.eve, account=make_account(owner=cast.eve))
    client.force_login(cast.user("ada"))
    for page in ("tasks", "tasks/all"):
        assert "3 of 4 open tasks of accounts serve no strategy (75" in shown(client, page)
    assert "of your open tasks serve no strategy" in client.get("/").content.decode()
    client.force_login(cast.user("mia"))
    assert "serve no strategy" not in client.get("/").content.decode()
