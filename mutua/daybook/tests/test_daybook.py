from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from mutua.customers.tests.making import make_account, make_affiliation, make_department, make_person
from mutua.daybook.actions.correct_touchpoint import correct_touchpoint
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.models import Interaction, Task
from mutua.daybook.rules.touchpoint import infer_touchpoint
from mutua.daybook.tests.making import make_task
from mutua.daybook.today import MOST, promises_due
from mutua.foundation import days
from mutua.foundation.access import NotFound, flow_actor
from mutua.foundation.records.errors import Refused
from mutua.foundation.timeline.models import TimelineEntry
from mutua.foundation.today.models import PutOff
from mutua.relationships.actions.load_catalogue import load_catalogue
from tests.cast import nothing_changes, way_back


@pytest.fixture
def account(cast):
    load_catalogue(flow_actor("tests"))
    return make_account(owner=cast.ada)


@pytest.mark.parametrize(
    ("function", "channel", "key"),
    [
        ("receiving", "call", "physical-delivery"),
        ("accounts-payable", "mail", "invoicing-payment"),
        (None, "edi", "order-management"),
        ("other", "call", "account-review"),
        (None, "", "account-review"),
    ],
)
def test_a_touchpoint_follows_from_department_then_channel_else_account_review(function, channel, key):
    assert infer_touchpoint(function, channel) == key


def test_every_interaction_has_a_touchpoint_and_says_when_it_was_inferred(cast, account):
    person = make_person(owner=cast.ada)
    make_affiliation(person=person, account=account, department=make_department(account=account, function="receiving"))
    noted = note_interaction(cast.ada, account.pk, body="Seven lines came late.", channel="call", person_id=person.pk, side="them")
    assert (noted.touchpoint.key, noted.touchpoint_inferred) == ("physical-delivery", True)
    said = note_interaction(cast.ada, account.pk, body="Invoice names the old store.", touchpoint="invoicing-payment")
    assert (said.touchpoint.key, said.touchpoint_inferred) == ("invoicing-payment", False)


def test_a_wrong_guess_is_corrected_in_the_record_and_on_the_timeline(cast, account):
    noted = note_interaction(cast.ada, account.pk, body="A pallet was short.")
    corrected = correct_touchpoint(cast.ada, noted.pk, "claims-service", version=1)
    assert (corrected.touchpoint.key, corrected.touchpoint_inferred) == ("claims-service", False)
    assert TimelineEntry.objects.get(subject_kind="account", subject_id=account.pk).touchpoint == "claims-service"


def test_nothing_is_noted_without_words(cast, account):
    with pytest.raises(Refused, match="Write what happened"), nothing_changes():
        note_interaction(cast.ada, account.pk, body="  ")


def test_a_stranger_notes_nothing(cast, account):
    with pytest.raises(NotFound), nothing_changes():
        note_interaction(cast.eve, account.pk, body="Hello")


def test_a_flow_that_runs_twice_makes_one_task(cast, account):
    once = promise_task(flow_actor("tests"), title="Ask why", account_id=account.pk, origin="shipment-7")
    with nothing_changes():
        again = promise_task(flow_actor("tests"), title="Ask why", account_id=account.pk, origin="shipment-7")
    assert again.pk == once.pk


def test_a_task_is_done_with_one_key_and_undone(client, cast):
    task = make_task(owner=cast.ada)
    client.force_login(cast.user("ada"))
    page = client.post(f"/tasks/{task.pk}/done/", {"version": 1}, follow=True).content.decode()
    assert Task.objects.get(pk=task.pk).done_at is not None
    client.post(way_back(page))
    assert Task.objects.get(pk=task.pk).done_at is None


def test_after_finishing_nobody_is_sent_to_another_site(client, cast):
    task = make_task(owner=cast.ada)
    client.force_login(cast.user("ada"))
    answer = client.post(f"/tasks/{task.pk}/done/", {"version": task.version, "next": "https://evil.example/"})
    assert answer["Location"] == "/tasks/"


def test_a_promise_that_is_due_stands_on_today(client, cast, account):
    make_task(owner=cast.ada, title="Send the calendar", account=account, due_on=days.today())
    make_task(owner=cast.ada, title="Next month", account=account, due_on=days.today() + timedelta(days=30))
    client.force_login(cast.user("ada"))
    page = client.get("/").content.decode()
    assert "Send the calendar" in page
    assert "Next month" not in page


def test_today_finishes_a_promise_with_one_key(client, cast, account):
    task = make_task(owner=cast.ada, title="Send the calendar", account=account, due_on=days.today())
    client.force_login(cast.user("ada"))
    done = re.search(rf'action="(/tasks/{task.pk}/done/[^"]*)"', client.get("/").content.decode())
    client.post(html.unescape(done[1]))
    assert Task.objects.get(pk=task.pk).done_at is not None


def test_the_composer_keeps_what_was_typed_when_it_cannot_be_saved(client, cast, account):
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = client.post(f"/accounts/{account.pk}/compose/", {"kind": "note", "body": "", "side": "us"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422


def test_the_composer_notes_and_shows_it_in_the_timeline(client, cast, account):
    client.force_login(cast.user("ada"))
    sent = {"kind": "call", "body": "Ten days is a stock-out.", "side": "them"}
    answer = client.post(f"/accounts/{account.pk}/compose/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Ten days is a stock-out." in answer.content.decode()
    assert Interaction.objects.get().side == "them"


def test_the_list_of_tasks_keeps_its_budget(client, cast, account, django_assert_max_num_queries):
    for number in range(30):
        make_task(owner=cast.ada, title=f"Task {number}", account=account)
    client.force_login(cast.user("ada"))
    with django_assert_max_num_queries(12):
        assert client.get("/tasks/").status_code == 200


def test_promises_that_are_put_off_make_room_for_the_others(client, cast):
    """Today tells of all that is due, also when somebody has put off more lines than it shows at once."""
    tasks = [make_task(owner=cast.ada, title=f"Promise {n}", due_on=days.today() - timedelta(300 - n)) for n in range(MOST + 5)]
    PutOff.objects.bulk_create(PutOff(user_id=cast.ada.user_id, source="promises", need=f"task-{task.pk}") for task in tasks[:MOST])
    told = promises_due(cast.ada)
    assert [need.key for need in told] == [f"task-{task.pk}" for task in tasks[MOST:]]
    client.force_login(cast.user("ada"))
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/").content.decode()))
    assert "5 need you" in page
    assert "205 promises due by tomorrow" in page


def test_more_than_twenty_promises_are_counted_and_can_all_be_seen(client, cast):
    for n in range(25):
        make_task(owner=cast.ada, title=f"Promise {n}", due_on=days.today())
    client.force_login(cast.user("ada"))
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/").content.decode()))
    assert "25 need you" in page
    assert "13 more" in page
    assert client.get("/?all=promises").content.decode().count("Promise ") >= 25
