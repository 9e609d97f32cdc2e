"""The composer: everything that can be noted in one box, what was typed is kept, and what was written is taken back."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest

from mutua.customers.tests.making import make_account, make_affiliation, make_person
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.actions.take_back import take_back
from mutua.daybook.models import Interaction, Meeting
from mutua.foundation.access import NotAllowed, NotFound, flow_actor
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.timeline import Narrowing, entries_for
from mutua.foundation.timeline.models import TimelineEntry
from mutua.relationships.actions.load_catalogue import load_catalogue
from tests.cast import nothing_changes, way_back

TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def account(cast):
    load_catalogue(flow_actor("tests"))
    return make_account(owner=cast.ada)


@pytest.fixture
def thandiwe(cast, account):
    person = make_person(owner=cast.ada, given_name="Thandiwe", family_name="Mwansa")
    make_affiliation(person=person, account=account)
    return person


def compose(client, account, *, htmx=False, **sent):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/accounts/{account.pk}/compose/", {"kind": "note", "side": "us", **sent}, headers=headers)


def test_a_meeting_has_its_hour_its_guest_and_a_line_with_both(client, cast, account, thandiwe):
    client.force_login(cast.user("ada"))
    compose(client, account, kind="meeting", body="Yearly review", begins_at="2026-03-02T10:00", minutes=90, person=thandiwe.pk)
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.begins_at, (meeting.ends_at - meeting.begins_at).seconds) == ("Yearly review", TEN, 90 * 60)
    assert list(meeting.guests.all()) == [thandiwe]
    assert list(meeting.colleagues.all()) == [cast.user("ada")]
    told = TimelineEntry.objects.filter(sentence="daybook.meeting.planned").values_list("subject_kind", "subject_id")
    assert set(told) == {("account", account.pk), ("person", thandiwe.pk)}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "meeting", "body": "Review"}, "Say when the meeting begins"),
        ({"kind": "meeting", "body": "Review", "begins_at": "soon"}, "Enter a valid date/time"),
        ({"kind": "call", "body": "", "side": "us"}, "required"),
        ({"kind": "call", "body": "We spoke", "person": "999"}, "Select a valid choice"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_what_is_wrong_is_said_beside_what_was_typed(client, cast, account, sent, sentence, htmx):
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = compose(client, account, htmx=htmx, **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert sent["body"] in page
    chosen = [box for box in re.findall(r"<input[^>]*>", page) if 'name="kind"' in box and "checked" in box]
    assert [f'value="{sent["kind"]}"' in box for box in chosen] == [True]
    assert ("<html" in page) != htmx, "without scripts it is a page"


def test_what_was_noted_is_taken_back_with_its_line_and_brought_back_again(client, cast, account):
    client.force_login(cast.user("ada"))
    compose(client, account, body="Wrong account")
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    undone = client.post(way_back(page), follow=True).content.decode()
    assert not Interaction.objects.exists()
    assert not TimelineEntry.objects.filter(noun="daybook.interaction").exists()
    client.post(way_back(undone))
    assert Interaction.objects.get().body == "Wrong account"
    line = TimelineEntry.objects.get(noun="daybook.interaction")
    assert (line.params["detail"], line.actor_name) == ("Wrong account", "Ada Lindqvist")


def with_person(client, person, *, htmx=False, **sent):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/people/{person.pk}/compose/", {"kind": "note", "side": "us", **sent}, headers=headers)


@pytest.mark.parametrize("kind", ["call", "meeting", "task"])
def test_on_a_persons_page_it_is_noted_with_the_person_under_their_account(client, cast, account, thandiwe, kind):
    client.force_login(cast.user("ada"))
    page = client.get(f"/people/{thandiwe.pk}/").content.decode()
    assert f'action="/people/{thandiwe.pk}/compose/"' in page
    answer = with_person(
        client, thandiwe, htmx=True, kind=kind, account=account.pk, body="The calendar", begins_at="2026-03-02T10:00", minutes=60
    )
    assert answer.status_code == 200
    told = set(TimelineEntry.objects.filter(sentence__startswith="daybook.").values_list("subject_kind", "subject_id"))
    assert ("account", account.pk) in told
    if kind != "task":
        assert ("person", thandiwe.pk) in told
        assert "The calendar" in answer.content.decode(), "the person's timeline shows it at once"
    undo = json.loads(answer["HX-Trigger"])["mutua:toast"]["undo"]
    assert client.post(undo)["Location"] == f"/people/{thandiwe.pk}/"
    assert not TimelineEntry.objects.filter(sentence__startswith="daybook.").exists()


def test_a_person_is_noted_under_no_account_but_theirs(client, cast, account, thandiwe):
    client.force_login(cast.user("ada"))
    left, unseen = make_account(owner=cast.ada, name="Left long ago"), make_account(owner=cast.eve, name="Not ours to see")
    make_affiliation(person=thandiwe, account=left, since=date(2010, 1, 1), until=date(2012, 1, 1))
    make_affiliation(person=thandiwe, account=unseen)
    page = client.get(f"/people/{thandiwe.pk}/").content.decode()
    composer = page.partition('class="composer"')[2].partition("</form>")[0]
    assert (str(account) in composer, "Left long ago" in composer, "Not ours to see" in composer) == (True, False, False)
    for other in (left, unseen, make_account(owner=cast.ada)):
        with nothing_changes():
            assert with_person(client, thandiwe, account=other.pk, body="Hello").status_code == 422
    with nothing_changes():
        assert with_person(client, thandiwe, body="Hello").status_code == 422


def test_who_works_nowhere_is_a_customer_by_itself_and_nobody_elses_account(client, cast, account):
    client.force_login(cast.user("ada"))
    page = client.get(f"/people/{make_person(owner=cast.ada).pk}/").content.decode()
    composer = page.partition('class="composer"')[2].partition("</form>")[0]
    assert "for no account" in composer
    assert str(account) not in composer


def test_a_fragment_carries_the_way_back_as_well(client, cast, account):
    client.force_login(cast.user("ada"))
    answer = compose(client, account, htmx=True, kind="task", body="Send the calendar")
    assert json.loads(answer["HX-Trigger"])["mutua:toast"]["undo"].startswith("/noted/task/")


def test_a_promise_and_a_meeting_come_back_as_they_were(cast, account, thandiwe):
    task = promise_task(cast.ada, title="Send it", account_id=account.pk)
    meeting = plan_meeting(cast.ada, account.pk, title="Review", begins_at=TEN, guest_ids=[thandiwe.pk])
    lines = lambda: set(TimelineEntry.objects.values_list("sentence", "subject_kind", "subject_id", "actor_name", "event_id", "at"))  # noqa: E731
    before = lines()
    for kind, record in (("task", task), ("meeting", meeting)):
        binned = take_back(cast.ada, kind, record.pk, version=1)
        restore(cast.ada, binned)
    assert lines() == before


def test_nobody_takes_back_what_is_not_theirs_to_see_or_was_changed_since(cast, account):
    noted = note_interaction(cast.ada, account.pk, body="Hello")
    for actor, kind, error, version in (
        (cast.eve, "interaction", NotFound, 1),
        (cast.ada, "account", NotFound, 1),
        (cast.ada, "interaction", StaleVersion, 7),
        (cast.mia, "interaction", NotFound, 1),
    ):
        with pytest.raises(error), nothing_changes():
            take_back(actor, kind, noted.pk, version=version)


def test_a_meeting_is_refused_whole(cast, account, thandiwe):
    stranger = make_person(owner=cast.eve)
    for error, values in (
        (Refused, {"title": " ", "begins_at": TEN}),
        (Refused, {"title": "Review", "begins_at": None}),
        (Refused, {"title": "Review", "begins_at": TEN, "minutes": 0}),
        (NotFound, {"title": "Review", "begins_at": TEN, "guest_ids": [stranger.pk]}),
    ):
        with pytest.raises(error), nothing_changes():
            plan_meeting(cast.ada, account.pk, **values)
    with pytest.raises((NotAllowed, NotFound)), nothing_changes():
        plan_meeting(cast.eve, account.pk, title="Review", begins_at=TEN)


def test_the_page_of_a_timeline_narrows_to_a_kind_and_a_person(client, cast, account, thandiwe, django_assert_max_num_queries):
    note_interaction(cast.ada, account.pk, body="With her", channel="call", person_id=thandiwe.pk)
    note_interaction(cast.ada, account.pk, body="With nobody")
    promise_task(cast.ada, title="Send it", account_id=account.pk)
    client.force_login(cast.user("ada"))
    address = f"/timeline/account/{account.pk}/"
    with django_assert_max_num_queries(12):
        page = client.get(address, {"kind": "interaction", "person": thandiwe.pk}).content.decode()
    assert "With her" in page
    assert "With nobody" not in page
    assert "Send it" not in page
    assert f'<option value="{thandiwe.pk}" selected>Thandiwe Mwansa</option>' in page
    stranger = make_person(owner=cast.eve)
    assert client.get(address, {"person": stranger.pk}).status_code == client.get(address, {"person": 987_654}).status_code == 404
    wrong = client.get(address, {"kind": "coffee"})
    assert wrong.status_code == 400
    assert "no lines of the kind “coffee”" in wrong.content.decode()
    assert len(entries_for(cast.ada, "account", account.pk, narrowing=Narrowing(kind="task")).entries) == 1
