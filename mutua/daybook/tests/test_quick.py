"""Noting from anywhere: one line is enough, what is inferred is shown and corrected by one key, nothing typed is lost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mutua.customers.choices import AccountChoice
from mutua.customers.tests.making import make_account, make_affiliation, make_department, make_person
from mutua.daybook.ground import ground_of
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.daybook.rules.one_line import Line, read_line
from mutua.daybook.tests.making import make_interaction
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.fields.models import CustomField
from mutua.foundation.identity.models import Role
from mutua.foundation.timeline.models import TimelineEntry
from mutua.relationships.actions.load_catalogue import load_catalogue
from mutua.strategy.tests.making import make_segment, make_strategy, make_version
from tests.browser import well_made
from tests.cast import Cast, nothing_changes, way_back

TUESDAY = date(2026, 12, 1)


@pytest.fixture
def account(cast):
    load_catalogue(flow_actor("tests"))
    return make_account(owner=cast.ada, name="Harbour Grocers")


@pytest.fixture
def receiver(cast, account):
    person = make_person(owner=cast.ada, given_name="Thandiwe", family_name="Mwansa")
    make_affiliation(person=person, account=account, department=make_department(account=account, function="receiving"))
    return person


@pytest.fixture
def strategies(account):
    """The one in force for the account's segment, and another."""
    found = []
    for name, members in (("Shelf first", [account]), ("Cold chain", [])):
        strategy = make_strategy(name=name, segment=make_segment(members=members))
        make_version(strategy=strategy, active=True)
        found.append(strategy)
    return found


def quick(client, *, on="", htmx=True, **sent):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{on}"} if htmx else {}
    return client.post("/quick/", {"kind": "note", "back": on, **sent}, headers=headers)


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("task: Send the calendar by friday", "note", Line("Send the calendar", "task", date(2026, 12, 4))),
        ("Send the calendar tuesday", "task", Line("Send the calendar", "", date(2026, 12, 8))),
        ("Send it 2027-01-31", "task", Line("Send it", "", date(2027, 1, 31))),
        ("Send it 2027-02-31", "task", Line("Send it 2027-02-31")),
        ("meeting: Yearly review tomorrow 14:00 for 90 min", "note", Line("Yearly review", "meeting", date(2026, 12, 2), time(14), 90)),
        ("Review at 9:30 for 2 h", "meeting", Line("Review", "", None, time(9, 30), 120)),
        ("Call: they come on friday", "note", Line("they come on friday", "call")),
        ("they come on friday", "note", Line("they come on friday")),
        ("friday", "task", Line("friday")),
        ("Taskforce: who is in it", "note", Line("Taskforce: who is in it")),
        ("task: Two lines today\nthe second by friday", "note", Line("Two lines\nthe second by friday", "task", TUESDAY)),
    ],
)
def test_a_line_says_itself_what_it_is_and_for_when(text, kind, line):
    assert read_line(text, kind, TUESDAY) == line


def test_what_is_noted_on_a_page_is_about_the_record_of_that_page(cast, account, receiver):
    noted = make_interaction(owner=cast.ada, account=account, person=receiver)
    assert ground_of(cast.ada, f"/accounts/{account.pk}/touchpoints/physical-delivery/").account == account
    assert ground_of(cast.ada, f"/people/{receiver.pk}/?tab=x").person == receiver
    found = ground_of(cast.ada, f"/interactions/{noted.pk}/")
    assert (found.account, found.person) == (account, receiver)
    for actor, address in (
        (cast.eve, f"/accounts/{account.pk}/"),
        (cast.ada, "/nowhere/at/all/"),
        (cast.ada, "/accounts/999999/"),
        (cast.ada, ""),
    ):
        assert (ground_of(actor, address).account, ground_of(actor, address).person) == (None, None)


def test_who_sees_a_contact_need_not_see_whom_it_was_with(cast, account):
    noted = make_interaction(owner=cast.ada, account=account, person=make_person(owner=cast.eve))
    assert ground_of(cast.ada, f"/interactions/{noted.pk}/").person is None


def test_a_call_noted_anywhere_is_inferred_and_corrected_by_one_key(client, cast, account, receiver):
    client.force_login(cast.user("ada"))
    answer = quick(client, on="/deals/", body="call: seven lines came late", person=f"Thandiwe Mwansa (#{receiver.pk})").content.decode()
    noted = Interaction.objects.get()
    assert (noted.body, noted.channel, noted.account, noted.person) == ("seven lines came late", "call", account, receiver)
    assert (noted.touchpoint.key, noted.touchpoint_inferred) == ("physical-delivery", True)
    assert "(inferred)" in answer
    pressed = re.search(r'name="touchpoint" value="([a-z-]+)" data-key="1"', answer)
    corrected = client.post(
        f"/interactions/{noted.pk}/touchpoint/", {"touchpoint": pressed[1], "version": noted.version}, headers={"HX-Request": "true"}
    )
    noted.refresh_from_db()
    assert corrected.status_code == 200
    assert (noted.touchpoint.key, noted.touchpoint_inferred) == (pressed[1], False)


def test_a_task_serves_what_is_chosen_or_nothing(client, cast, account, strategies):
    client.force_login(cast.user("ada"))
    served, other = strategies
    shown = quick(client, body="task: Send it by friday", account=f"(#{account.pk})").content.decode()
    task = Task.objects.get()
    assert (task.strategy, task.strategy_inferred) == (served, True)
    assert f'name="strategy" value="{other.pk}" data-key="1"' in shown
    address = f"/tasks/{task.pk}/strategy/"
    client.post(address, {"strategy": other.pk, "version": task.version})
    task.refresh_from_db()
    assert (task.strategy, task.strategy_inferred) == (other, False)
    client.post(address, {"strategy": "off", "version": task.version})
    task.refresh_from_db()
    assert (task.strategy, task.strategy_inferred) == (None, False)
    for wrong in ("", "x", "99999999999999"):
        with nothing_changes():
            assert client.post(address, {"strategy": wrong, "version": task.version}).status_code == 422
    quick(client, kind="task", body="Nothing strategic", account=f"(#{account.pk})", strategy="off")
    assert Task.objects.get(title="Nothing strategic").strategy is None


def test_a_meeting_is_planned_by_one_line(client, cast, account):
    client.force_login(cast.user("ada"))
    with days.as_of(TUESDAY):
        quick(client, body="meeting: Yearly review tomorrow 14:00 for 90 min", account="Harbour Grocers")
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.begins_at) == ("Yearly review", datetime(2026, 12, 2, 14, tzinfo=UTC))
    assert (meeting.ends_at - meeting.begins_at).total_seconds() == 90 * 60


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"body": "We spoke"}, "Say for which account it is"),
        ({"body": "We spoke", "account": "No such"}, "is not in the list of those that you see"),
        ({"kind": "meeting", "body": "Review", "account": "Harbour Grocers"}, "Say when the meeting begins"),
        ({"body": "", "account": "Harbour Grocers"}, "required"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_refused_entry_keeps_what_was_typed(client, cast, account, sent, sentence, htmx):
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = quick(client, htmx=htmx, **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert all(value in page for value in sent.values())


def test_who_works_for_two_is_asked_for_which_and_for_one_is_not(client, cast, account, receiver):
    client.force_login(cast.user("ada"))
    make_affiliation(person=receiver, account=make_account(owner=cast.ada, name="Second Stores"))
    with nothing_changes():
        page = quick(client, body="We spoke", person=f"(#{receiver.pk})").content.decode()
    assert "works for" in page
    assert "Second Stores" in page


def test_undo_takes_it_back_and_leads_back_to_where_one_was(client, cast, account):
    client.force_login(cast.user("ada"))
    answer = quick(client, on="/deals/?q=x", body="Wrong", account="Harbour Grocers").content.decode()
    undone = client.post(way_back(answer))
    assert undone["Location"] == "/deals/?q=x"
    assert not Interaction.objects.exists()
    noted = make_interaction(owner=cast.ada, account=account)
    away = client.post(f"/noted/interaction/{noted.pk}/take-back/?version=1&back=https://evil.example/")
    assert away["Location"] == account.get_absolute_url()


def test_without_a_script_it_is_a_page_that_leads_on_to_what_was_inferred(client, cast, account, receiver):
    client.force_login(cast.user("ada"))
    page = client.get("/quick/", headers={"Referer": f"http://testserver/people/{receiver.pk}/"}).content.decode()
    assert "<html" in page
    assert f"Thandiwe Mwansa (#{receiver.pk})" in page
    assert "Physical delivery" in page.partition("quick-inferred")[2].partition("</p>")[0]
    elsewhere = client.get("/quick/", headers={"Referer": f"https://evil.example/people/{receiver.pk}/"}).content.decode()
    assert "Thandiwe" not in elsewhere
    answer = quick(client, htmx=False, body="Hello", person=f"(#{receiver.pk})")
    assert answer["Location"] == Interaction.objects.get().get_absolute_url()
    assert 'data-key="t"' in client.get(answer["Location"]).content.decode(), "there it is corrected"


def test_what_would_be_inferred_is_said_beforehand(client, cast, account, receiver):
    client.force_login(cast.user("ada"))
    ask = lambda **sent: client.get("/quick/inferred/", sent).content.decode()  # noqa: E731
    assert "Physical delivery" in ask(kind="call", person=f"(#{receiver.pk})")
    assert "Business review" in ask(kind="call", account=f"(#{account.pk})")
    assert "Off strategy" in ask(kind="task", account=f"(#{account.pk})")
    assert "Say with whom" in ask(kind="call")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", ["light", "phone"])
def test_by_keyboard_alone_from_a_list_to_a_corrected_call(cast, visit, look):
    load_catalogue(flow_actor("tests"))
    account = make_account(owner=cast.ada, name="Harbour Grocers")
    page = visit(cast.user("ada"), f"/accounts/{account.pk}/", look=look)
    page.keyboard.press("c")
    page.locator("dialog.quick[open]").wait_for()
    assert page.input_value("#quick_account") == f"Harbour Grocers (#{account.pk})"
    page.keyboard.type("call: they want a calendar")
    assert well_made(page, f"quick-{look}") == []
    page.keyboard.press("Control+Enter")
    page.locator(".quick-written").wait_for()
    page.locator("#timeline").get_by_text("they want a calendar").wait_for()
    assert well_made(page, f"quick-written-{look}") == []
    first = page.locator(".quick-written [data-key='1']").get_attribute("value")
    page.keyboard.press("1")
    page.get_by_text("It happened at").wait_for()
    noted = Interaction.objects.get()
    assert (noted.touchpoint.key, noted.touchpoint_inferred, noted.channel) == (first, False, "call")


@pytest.mark.django_db(transaction=True)
def test_a_dialog_that_was_closed_keeps_its_words_and_one_that_was_saved_does_not(cast, visit):
    load_catalogue(flow_actor("tests"))
    make_account(owner=cast.ada, name="Harbour Grocers")
    page = visit(cast.user("ada"), "/accounts/")
    page.keyboard.press("q")
    page.locator("dialog.quick[open]").wait_for()
    page.keyboard.type("task: Send the calendar")
    page.wait_for_timeout(450)
    page.keyboard.press("Escape")
    page.locator("dialog.quick").wait_for(state="detached")
    page.keyboard.press("Control+k")
    page.keyboard.type("> promise something")
    page.locator("[role=option][aria-selected=true]", has_text="Promise something").wait_for()
    page.keyboard.press("Enter")
    page.locator("dialog.quick[open]").wait_for()
    assert page.input_value("#quick_body") == "task: Send the calendar"
    page.keyboard.press("Control+Enter")
    page.locator(".quick-written").wait_for()
    page.keyboard.press("q")
    page.locator("dialog.quick[open]").wait_for()
    assert page.input_value("#quick_body") == ""


def test_the_companys_own_fields_are_filled_in_for_the_kind_that_it_is(client, cast, account):
    for kind, name in (("interaction", "mood"), ("meeting", "mood"), ("task", "effort")):
        CustomField.objects.create(record_kind=kind, name=name, label=f"{kind} {name}", kind="text")
    client.force_login(cast.user("ada"))
    page = client.get("/quick/", headers={"HX-Request": "true"}).content.decode()
    assert all(f'name="{name}"' in page for name in ("interaction_custom_mood", "meeting_custom_mood", "task_custom_effort"))
    own = {"interaction_custom_mood": "glad", "meeting_custom_mood": "busy", "task_custom_effort": "small"}
    quick(client, body="They rang", account=f"(#{account.pk})", **own)
    quick(client, body="meeting: review today 10:00", account=f"(#{account.pk})", **own)
    quick(client, body="task: send it", account=f"(#{account.pk})", **own)
    assert Interaction.objects.get().custom == {"mood": "glad"}
    assert Meeting.objects.get().custom == {"mood": "busy"}
    assert Task.objects.get().custom == {"effort": "small"}


def test_a_field_that_is_hidden_from_ones_role_is_not_offered(client, cast, account):
    CustomField.objects.create(record_kind="interaction", name="mood", label="Mood", kind="text")
    Role.objects.filter(key="representative").update(hidden_fields=["interaction.custom.mood"])
    client.force_login(cast.user("ada"))
    assert "Mood" not in client.get("/quick/", headers={"HX-Request": "true"}).content.decode()
    quick(client, body="They rang", account=f"(#{account.pk})", interaction_custom_mood="glad")
    assert Interaction.objects.get().custom == {}


def test_the_composer_hands_its_words_on_to_all_fields(client, cast, account):
    client.force_login(cast.user("ada"))
    assert 'hx-params="kind,body"' in client.get(f"/accounts/{account.pk}/").content.decode()
    page = client.get("/quick/", {"kind": "visit", "body": "They asked"}, headers={"HX-Request": "true"}).content.decode()
    assert "They asked</textarea>" in page
    assert re.search(r'value="visit"[^>]*checked', page)


def test_older_lines_lead_to_what_they_tell_of(client, cast, account):
    client.force_login(cast.user("ada"))
    for body in ("They rang", "meeting: review today 10:00", "task: send it"):
        quick(client, body=body, account=f"(#{account.pk})")
    links = lambda: dict(TimelineEntry.objects.filter(subject_kind="account").values_list("sentence", "link"))  # noqa: E731
    right = links()
    TimelineEntry.objects.filter(sentence__startswith="daybook.task").update(link="/tasks/")
    TimelineEntry.objects.exclude(sentence__startswith="daybook.task").update(link="")
    TimelineEntry.objects.create(subject_kind="account", subject_id=account.pk, sentence="sales.opportunity.won", at=days.now())
    import_module("mutua.daybook.migrations.0007_lines_lead_to_what_they_tell_of").lead_there(None, connection.schema_editor())
    assert links() == {**right, "sales.opportunity.won": ""}
    assert set(right.values()) == {
        Interaction.objects.get().get_absolute_url(),
        Meeting.objects.get().get_absolute_url(),
        Task.objects.get().get_absolute_url(),
    }


def test_the_only_account_that_begins_so_is_the_one(cast: Cast) -> None:
    alder, _other = (make_account(name=name, owner=cast.ada) for name in ("Alder Markets", "Birch Markets"))
    make_account(name="Alderton", owner=cast.eve)
    field = AccountChoice(cast.ada)
    assert field.clean("alder") == alder
    make_account(name="Alder Wholesale", owner=cast.ada)
    for text in ("Alder", "Al"):
        with pytest.raises(ValidationError):
            field.clean(text)
    assert field.clean("Alder Markets") == alder
