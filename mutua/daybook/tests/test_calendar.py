"""My calendar, on our page and in other programs: right to the minute in any time zone, and nobody else's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from mutua.customers.tests.making import make_account, make_affiliation, make_person
from mutua.daybook.actions.edit_meeting import edit_meeting
from mutua.daybook.actions.open_feed import open_feed
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.actions.take_back import take_back
from mutua.daybook.calendar_text import CalendarEntry, calendar_text
from mutua.daybook.models import CalendarFeed, Meeting
from mutua.daybook.tests.making import make_task
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.load_catalogue import load_catalogue
from tests.browser import well_made
from tests.cast import nothing_changes

MONDAY = date(2026, 10, 26)
TEN = datetime(2026, 10, 26, 10, tzinfo=UTC)


@pytest.fixture
def account(cast):
    load_catalogue(flow_actor("tests"))
    return make_account(owner=cast.ada, name="Harbour Grocers")


@pytest.fixture
def monday():
    with days.as_of(MONDAY):
        yield


def read(client, token, **headers):
    return client.get(f"/calendar/{token}.ics", headers=headers)


def events(answer):
    """{uid before the @: the event}, as another program reads them."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


# What the clocks of a place showed against UTC on that day is published by each country's law; it is not computed here.
HOURS = [
    ("Africa/Lusaka", "2026-10-30T09:00", datetime(2026, 10, 30, 7, tzinfo=UTC)),  # no summer time: +2
    ("America/New_York", "2026-10-30T09:00", datetime(2026, 10, 30, 13, tzinfo=UTC)),  # summer time until 1 November: -4
    ("America/New_York", "2026-11-02T09:00", datetime(2026, 11, 2, 14, tzinfo=UTC)),  # the Monday after: -5
    ("Europe/Berlin", "2027-03-26T09:00", datetime(2027, 3, 26, 8, tzinfo=UTC)),  # winter: +1
    ("Europe/Berlin", "2027-03-29T09:00", datetime(2027, 3, 29, 7, tzinfo=UTC)),  # summer time since 28 March: +2
    ("Australia/Lord_Howe", "2026-10-30T09:00", datetime(2026, 10, 29, 22, tzinfo=UTC)),  # half an hour of summer time: +11
    ("Asia/Kathmandu", "2026-10-30T09:00", datetime(2026, 10, 30, 3, 15, tzinfo=UTC)),  # +5:45
]


@pytest.mark.parametrize(("zone", "hour", "moment"), HOURS)
@pytest.mark.parametrize("reader", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_an_hour_of_one_place_is_the_same_moment_for_everybody(client, cast, account, monday, zone, hour, moment, reader):
    meeting = plan_meeting(cast.ada, account.pk, title="Review", begins_at=TEN)
    ada = cast.user("ada")
    ada.time_zone = reader
    ada.save()
    client.force_login(ada)
    ends = hour.replace("09:00", "10:30")
    answer = client.post(
        f"/meetings/{meeting.pk}/edit/",
        {"version": meeting.version, "title": "Review", "begins_at": hour, "ends_at": ends, "time_zone": zone, "colleagues": [ada.pk]},
    )
    assert answer.status_code == 302
    event = events(read(client, open_feed(cast.ada)))[f"meeting-{meeting.pk}"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (moment, moment + timedelta(minutes=90))
    assert f"09:00 in {zone.replace('_', ' ')}" in event["DESCRIPTION"]
    form = client.get(f"/meetings/{meeting.pk}/edit/").content.decode()
    assert f'value="{hour}"' in form, "the form shows the hour of the meeting's own zone again"


@pytest.mark.parametrize("hour", ["2027-03-28T02:30", "2026-10-25T02:30"])
def test_an_hour_that_the_clocks_skip_or_show_twice_is_refused(client, cast, account, hour):
    meeting = plan_meeting(cast.ada, account.pk, title="Review", begins_at=TEN)
    client.force_login(cast.user("ada"))
    sent = {"version": meeting.version, "title": "Review", "begins_at": hour, "ends_at": hour[:11] + "05:00"}
    with nothing_changes():
        answer = client.post(f"/meetings/{meeting.pk}/edit/", {**sent, "time_zone": "Europe/Berlin"})
    assert answer.status_code == 422
    assert "may be ambiguous or it may not exist" in answer.content.decode()
    assert client.post(f"/meetings/{meeting.pk}/edit/", {**sent, "time_zone": "Africa/Lusaka"}).status_code == 302, "there it exists, once"


def test_what_is_no_time_zone_is_refused(cast, account):
    with pytest.raises(Refused, match="is no time zone"), nothing_changes():
        plan_meeting(cast.ada, account.pk, title="Review", begins_at=TEN, time_zone="Mars/Olympus")


def test_texts_come_through_whole(client, cast, account, monday):
    title = "Prices; terms, and a \\ in Łódź – 价格 " + "very " * 30 + "long"
    meeting = plan_meeting(cast.ada, account.pk, title=title, begins_at=TEN, place="Gate 4, dock; left")
    answer = read(client, open_feed(cast.ada))
    event = events(answer)[f"meeting-{meeting.pk}"]
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (title, "Gate 4, dock; left")
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75, "lines are folded at 75 octets"
    assert b"\n" not in answer.content.replace(b"\r\n", b"")


def test_a_changed_meeting_is_the_same_with_a_higher_number(client, cast, account, monday):
    meeting = plan_meeting(cast.ada, account.pk, title="Review", begins_at=TEN)
    token = open_feed(cast.ada)
    first = read(client, token)
    again = read(client, token, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert read(client, token, **{"If-None-Match": f'W/{first["ETag"]}, "x"'}).status_code == 304
    edit_meeting(cast.ada, meeting.pk, version=None, begins_at=TEN + timedelta(hours=1), ends_at=TEN + timedelta(hours=2))
    second = read(client, token, **{"If-None-Match": first["ETag"]})
    key = f"meeting-{meeting.pk}"
    before, after = events(first)[key], events(second)[key]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    take_back(cast.ada, "meeting", meeting.pk, version=None)
    assert events(read(client, token)) == {}


def test_a_promise_takes_its_day_and_nobodys_time(client, cast, account, monday):
    task = make_task(owner=cast.ada, title="Send the calendar", account=account, due_on=date(2026, 10, 30))
    make_task(owner=cast.ada, title="Some day", account=account)
    make_task(owner=cast.ada, title="Done", account=account, due_on=MONDAY, done_at=TEN)
    found = events(read(client, open_feed(cast.ada)))
    assert list(found) == [f"task-{task.pk}"]
    event = found[f"task-{task.pk}"]
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["TRANSP"]) == (date(2026, 10, 30), date(2026, 10, 31), "TRANSPARENT")


def test_only_ones_own_and_what_one_may_see(client, cast, account, monday):
    mine = plan_meeting(cast.ada, account.pk, title="Mine", begins_at=TEN)
    bens = plan_meeting(cast.ben, account.pk, title="Of Ben alone", begins_at=TEN)
    theirs = make_account(owner=cast.eve, name="Not ours")
    eves = plan_meeting(cast.eve, theirs.pk, title="At an account that Ada does not see", begins_at=TEN)
    eves.colleagues.add(cast.user("ada"))
    eves_friend = make_person(owner=cast.eve, given_name="Hidden", family_name="Guest")
    mine.guests.add(eves_friend)
    text = read(client, open_feed(cast.ada)).content.decode()
    found = events(read(client, open_feed(cast.ada)))
    assert list(found) == [f"meeting-{mine.pk}"]
    assert "Hidden" not in text
    assert str(bens.title) not in text


def test_from_ninety_days_back_to_four_hundred_ahead(client, cast, account, monday):
    for title, shift in (("old", -91), ("lately", -89), ("soon", 399), ("far", 401)):
        plan_meeting(cast.ada, account.pk, title=title, begins_at=TEN + timedelta(days=shift))
    found = events(read(client, open_feed(cast.ada)))
    assert sorted(str(event["SUMMARY"]) for event in found.values()) == ["lately", "soon"]


def test_as_many_queries_for_many_meetings_as_for_one(client, cast, account, monday, django_assert_max_num_queries):
    guest = make_person(owner=cast.ada)
    token = open_feed(cast.ada)
    for number in range(12):
        plan_meeting(cast.ada, account.pk, title=f"Review {number}", begins_at=TEN, guest_ids=[guest.pk])
    with django_assert_max_num_queries(8):
        assert len(events(read(client, token))) == 12


def test_the_address_is_shown_once_kept_as_a_digest_and_renewed(client, cast, account):
    client.force_login(cast.user("ada"))
    page = client.post("/calendar/feed/").content.decode()
    token = re.search(r"/calendar/([\w-]{43})\.ics", page)[1]
    assert token not in client.get("/calendar/feed/").content.decode()
    assert not CalendarFeed.objects.filter(digest__contains=token).exists()
    assert read(client, token).status_code == 200
    client.post("/calendar/feed/")
    assert CalendarFeed.objects.count() == 1
    assert read(client, token).status_code == 404, "the one before is dead"
    assert read(client, "x" * 43).status_code == 404


def test_a_withdrawn_address_and_that_of_somebody_who_has_left_give_nothing(client, cast, account):
    token = open_feed(cast.ada)
    ada = cast.user("ada")
    ada.is_active = False
    ada.save()
    assert read(client, token).status_code == 404
    ada.is_active = True
    ada.save()
    client.force_login(ada)
    client.post("/calendar/feed/close/")
    assert read(client, token).status_code == 404
    token = open_feed(cast.ada)
    client.logout()
    assert read(client, token).status_code == 200, "a calendar program does not sign in"
    ada.roles.clear()
    assert read(client, token).status_code == 404, "who may no longer see meetings"


def test_who_comes_is_chosen_on_both_sides_and_an_unseen_guest_stays(client, cast, account):
    coming, unseen = make_person(owner=cast.ada, given_name="Thandiwe"), make_person(owner=cast.eve, given_name="Hidden")
    make_affiliation(person=coming, account=account)
    meeting = plan_meeting(cast.ada, account.pk, title="Review", begins_at=TEN)
    meeting.guests.add(unseen)
    client.force_login(cast.user("ada"))
    form = client.get(f"/meetings/{meeting.pk}/edit/").content.decode()
    assert "Thandiwe" in form
    assert "Hidden" not in form
    sent = {"title": "Review", "begins_at": "2026-10-26T10:00", "ends_at": "2026-10-26T11:00", "time_zone": "UTC"}
    people = {"colleagues": [cast.user("ada").pk, cast.user("ben").pk], "guests": [coming.pk]}
    assert client.post(f"/meetings/{meeting.pk}/edit/", {**sent, **people, "version": 1}).status_code == 302
    meeting.refresh_from_db()
    assert set(meeting.colleagues.all()) == {cast.user("ada"), cast.user("ben")}
    assert set(meeting.guests.all()) == {coming, unseen}
    assert meeting.version == 2, "the slower of two writers is told"
    elsewhere = make_person(owner=cast.ada)
    with nothing_changes():
        refused = client.post(f"/meetings/{meeting.pk}/edit/", {**sent, **people, "guests": [elsewhere.pk], "version": 2})
    assert refused.status_code == 422, "who works elsewhere"


def test_the_week_stands_in_the_readers_hours(client, cast, account, monday):
    plan_meeting(cast.ada, account.pk, title="Late for some", begins_at=datetime(2026, 10, 29, 20, tzinfo=UTC))
    make_task(owner=cast.ada, title="Send it", due_on=date(2026, 10, 30))
    ada = cast.user("ada")
    ada.time_zone = "Pacific/Auckland"
    ada.save()
    client.force_login(ada)
    page = client.get("/calendar/?week=2026-10-28").content.decode()
    by_day = {day[1]: day[2] for day in re.finditer(r"\?day=(\d{4}-\d\d-\d\d)\"><span(.*?)</li>", page, re.DOTALL)}
    assert list(by_day) == [f"2026-10-{day}" for day in range(26, 32)] + ["2026-11-01"]
    assert "09:00–10:00" in by_day["2026-10-30"], "20:00 in Greenwich is the next morning there: +13 in summer time"
    assert "Send it" in by_day["2026-10-30"]
    assert "Late for some" not in by_day["2026-10-29"]
    assert "Late for some" in client.get("/calendar/?day=2026-10-30").content.decode()
    for wrong in ("?week=never", "?day=9999-12-31", "?week=0001-01-01"):
        assert client.get(f"/calendar/{wrong}").status_code == 200


def test_a_team_sees_its_week_and_a_stranger_none_of_it(client, cast, account, monday, django_assert_max_num_queries):
    for number in range(8):
        plan_meeting(cast.ada, account.pk, title=f"Of Ada {number}", begins_at=TEN)
    client.force_login(cast.user("ben"))
    assert "Of Ada" not in client.get("/calendar/?week=2026-10-26").content.decode()
    with django_assert_max_num_queries(12):
        assert "Of Ada 7" in client.get("/calendar/?week=2026-10-26&whose=team").content.decode()
    client.force_login(cast.user("eve"))
    assert "Of Ada" not in client.get("/calendar/?week=2026-10-26&whose=team").content.decode()


def test_the_same_entries_are_the_same_bytes():
    entry = CalendarEntry("a@b", "Review", TEN, TEN, 3, TEN)
    assert calendar_text("Mine", [entry]) == calendar_text("Mine", [entry])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_week_and_the_address_are_well_made(cast, visit, look):
    load_catalogue(flow_actor("tests"))
    account = make_account(owner=cast.ada, name="Harbour Grocers")
    plan_meeting(cast.ada, account.pk, title="Yearly review of deliveries", begins_at=days.now().replace(hour=10, minute=0), place="Gate 4")
    make_task(owner=cast.ada, title="Send the delivery calendar", account=account, due_on=days.today())
    page = visit(cast.user("ada"), "/calendar/", look=look)
    assert well_made(page, f"week-{look}") == []
    page.goto(page.url.replace("/calendar/", f"/meetings/{Meeting.objects.get().pk}/edit/"))
    assert well_made(page, f"meeting-edit-{look}") == []
    page.goto(page.url.partition("/meetings/")[0] + "/calendar/feed/")
    page.get_by_role("button", name="Make an address").click()
    page.locator("#feed-address").wait_for()
    assert well_made(page, f"feed-{look}") == []
