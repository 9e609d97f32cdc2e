"""Meetings that repeat: at the same hour of their place whatever the clocks do, one or several of them changed, and read alike by others."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mutua.customers.tests.making import make_account, make_affiliation, make_person
from mutua.daybook.actions.cancel_meetings import cancel_meetings
from mutua.daybook.actions.change_series import change_series
from mutua.daybook.actions.extend_series import extend_series
from mutua.daybook.actions.open_feed import open_feed
from mutua.daybook.actions.plan_meeting import plan_meeting
from mutua.daybook.actions.repeat_meeting import repeat_meeting
from mutua.daybook.models import Meeting, MeetingSeries
from mutua.daybook.rules.recurrence import Pattern
from mutua.foundation import days
from mutua.foundation.access import NotFound, flow_actor
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.relationships.actions.load_catalogue import load_catalogue
from tests.browser import well_made
from tests.cast import nothing_changes, way_back

ROOT = Path(__file__).parents[3]
TODAY = date(2027, 3, 1)
FLOW = flow_actor("tests")


@pytest.fixture
def account(cast):
    load_catalogue(FLOW)
    return make_account(owner=cast.ada, name="Harbour Grocers")


@pytest.fixture
def march():
    with days.as_of(TODAY):
        yield


def plan(cast, account, at="2027-03-16T09:00", zone="Europe/Berlin", minutes=60, **more):
    begins = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
    return plan_meeting(cast.ada, account.pk, title="Review", begins_at=begins, time_zone=zone, minutes=minutes, **more)


def repeated(cast, account, pattern, **more):
    return repeat_meeting(cast.ada, plan(cast, account, **more).pk, version=None, pattern=pattern)


def moments():
    return [meeting.begins_at for meeting in Meeting.objects.order_by("begins_at")]


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def seconds(moment):
    return int(moment.timestamp())


def test_nine_oclock_stays_nine_oclock_when_the_clocks_change(cast, account, march):
    first = repeated(cast, account, Pattern("weekly", times=4))
    # Summer time begins in Berlin on 28 March 2027: +1 before, +2 after
    assert moments() == [at(2027, 3, 16, 8), at(2027, 3, 23, 8), at(2027, 3, 30, 7), at(2027, 4, 6, 7)]
    assert Meeting.objects.earliest("begins_at").pk == first.pk
    assert {meeting.ends_at - meeting.begins_at for meeting in Meeting.objects.all()} == {timedelta(hours=1)}


def test_each_has_the_same_people_and_place(cast, account, march):
    guest = make_person(owner=cast.ada, account=account)
    repeated(cast, account, Pattern("daily", times=3), guest_ids=[guest.pk], place="Gate 4")
    for meeting in Meeting.objects.all():
        assert (meeting.title, meeting.place, list(meeting.guests.all())) == ("Review", "Gate 4", [guest])
        assert list(meeting.colleagues.all()) == [cast.user("ada")]


def test_one_is_moved_and_one_cancelled_and_the_others_stay(cast, account, march):
    repeated(cast, account, Pattern("weekly", times=4))
    second, third = Meeting.objects.order_by("begins_at")[1:3]
    later = second.begins_at + timedelta(hours=6)
    change_series(cast.ada, second.pk, version=second.version, scope="one", begins_at=later, ends_at=later + timedelta(hours=1))
    cancel_meetings(cast.ada, third.pk, version=third.version)
    assert moments() == [at(2027, 3, 16, 8), at(2027, 3, 23, 14), at(2027, 4, 6, 7)]
    assert [meeting.apart for meeting in Meeting.objects.order_by("begins_at")] == [False, True, False]


def test_this_and_those_after_it_move_together_and_what_was_moved_by_itself_stays(cast, account, march):
    repeated(cast, account, Pattern("weekly", times=5))
    rows = list(Meeting.objects.order_by("begins_at"))
    alone = rows[3].begins_at + timedelta(days=2)
    change_series(cast.ada, rows[3].pk, version=None, scope="one", begins_at=alone, ends_at=alone + timedelta(hours=1))
    # The third, on Tuesday 30 March, goes to Thursday at eleven
    thursday = datetime(2027, 4, 1, 11, tzinfo=ZoneInfo("Europe/Berlin"))
    change_series(
        cast.ada,
        rows[2].pk,
        version=None,
        scope="following",
        title="Long review",
        begins_at=thursday,
        ends_at=thursday + timedelta(hours=2),
    )
    told = [(m.title, m.begins_at, m.ends_at - m.begins_at) for m in Meeting.objects.order_by("slot")]
    one, two = timedelta(hours=1), timedelta(hours=2)
    assert told == [
        ("Review", at(2027, 3, 16, 8), one),
        ("Review", at(2027, 3, 23, 8), one),
        ("Long review", at(2027, 4, 1, 9), two),
        ("Review", alone, one),
        ("Long review", at(2027, 4, 15, 9), two),
    ]
    assert [series.until for series in MeetingSeries.objects.order_by("pk")] == [date(2027, 3, 23), None]
    assert MeetingSeries.objects.latest("pk").times == 3


def test_all_means_all_that_have_not_begun(cast, account):
    with days.as_of(TODAY):
        repeated(cast, account, Pattern("weekly", times=4))
    with days.as_of(date(2027, 3, 25)):
        last = Meeting.objects.latest("begins_at")
        change_series(cast.ada, last.pk, version=None, scope="all", place="Gate 7")
        assert [m.place for m in Meeting.objects.order_by("begins_at")] == ["", "", "Gate 7", "Gate 7"], "two were held already"
        assert moments() == [at(2027, 3, 16, 8), at(2027, 3, 23, 8), at(2027, 3, 30, 7), at(2027, 4, 6, 7)]
        cancel_meetings(cast.ada, last.pk, version=None, scope="all")
        assert len(moments()) == 2
        assert extend_series(FLOW, MeetingSeries.objects.get().pk) == 0, "what was cancelled is not made anew"


def test_another_pattern_from_one_of_them_on(cast, account, march):
    repeated(cast, account, Pattern("weekly", times=4))
    third = Meeting.objects.order_by("begins_at")[2]
    repeat_meeting(cast.ada, third.pk, version=None, pattern=Pattern("monthly", times=3))
    assert moments() == [at(2027, 3, 16, 8), at(2027, 3, 23, 8), at(2027, 3, 30, 7), at(2027, 4, 30, 7), at(2027, 5, 30, 7)]


def test_what_has_no_end_is_laid_out_as_far_as_it_is_shown_and_every_night_further(cast, account):
    with days.as_of(TODAY):
        first = repeated(cast, account, Pattern("daily"))
        count = Meeting.objects.count()
        # From 16 March 2027 for as long as 400 days from now reach
        horizon = (days.now() + timedelta(days=400)).astimezone(ZoneInfo("Europe/Berlin"))
        assert count == (horizon.date() - date(2027, 3, 16)).days + (horizon.time() > time(9))
        assert extend_series(FLOW, first.series_id) == 0
    with days.as_of(TODAY + timedelta(days=3)):
        assert extend_series(FLOW, first.series_id) == 3
        assert extend_series(FLOW, first.series_id) == 0, "twice is once"
        assert len(set(moments())) == count + 3


def test_what_is_no_pattern_is_refused_and_changes_nothing(cast, account, march):
    meeting = plan(cast, account)
    for wrong in (
        Pattern("hourly"),
        Pattern("weekly", 0),
        Pattern("weekly", 100),
        Pattern("weekly", weekdays=(7,)),
        Pattern("weekly", times=401),
        Pattern("weekly", times=0),
        Pattern("weekly", until=date(2027, 4, 1), times=3),
        Pattern("weekly", until=date(2027, 3, 15)),
    ):
        with pytest.raises(Refused, match="Nothing was changed"), nothing_changes():
            repeat_meeting(cast.ada, meeting.pk, version=None, pattern=wrong)
    with pytest.raises(NotFound), nothing_changes():
        repeat_meeting(cast.eve, meeting.pk, version=None, pattern=Pattern("daily", times=2))
    with pytest.raises(StaleVersion), nothing_changes():
        repeat_meeting(cast.ada, meeting.pk, version=99, pattern=Pattern("daily", times=2))


def test_on_the_pages_it_repeats_changes_is_cancelled_and_comes_back(client, cast, account, march):
    meeting = plan(cast, account)
    client.force_login(cast.user("ada"))
    sent = {"version": meeting.version, "frequency": "weekly", "every": 2, "weekdays": [3], "times": 4}
    page = client.post(f"/meetings/{meeting.pk}/repeat/", sent, follow=True).content.decode()
    assert "every 2 weeks on Tuesday, Thursday, 4 times in all" in page
    assert moments() == [at(2027, 3, 16, 8), at(2027, 3, 18, 8), at(2027, 3, 30, 7), at(2027, 4, 1, 7)]
    week = client.get("/calendar/?week=2027-03-30").content.decode()
    assert week.count("week-meeting") == 2
    second = Meeting.objects.order_by("begins_at")[1]
    form = client.get(f"/meetings/{second.pk}/edit/").content.decode()
    assert "This one and those after it" in form
    change = {"version": second.version, "title": "At the dock", "begins_at": "2027-03-18T09:00", "ends_at": "2027-03-18T10:00", "time_zone": "Europe/Berlin", "colleagues": [cast.user("ada").pk], "scope": "following"}  # fmt: skip
    assert client.post(f"/meetings/{second.pk}/edit/", change).status_code == 302
    assert [m.title for m in Meeting.objects.order_by("begins_at")] == ["Review", "At the dock", "At the dock", "At the dock"]
    second.refresh_from_db()
    gone = client.post(f"/meetings/{second.pk}/cancel/", {"version": second.version, "scope": "following"}, follow=True)
    assert len(moments()) == 1
    client.post(way_back(gone.content.decode()))
    assert len(moments()) == 4
    with nothing_changes():
        assert client.post(f"/meetings/{second.pk}/cancel/", {"version": 1, "scope": "following"}).status_code == 409


# What other programs make of it

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"]
PATTERNS = [
    Pattern("daily", 3, times=12),
    Pattern("weekly", 2, (0, 3), until=date(2027, 12, 1)),
    Pattern("monthly", by_weekday=True),
    Pattern("monthly", times=9),
    Pattern("yearly", times=2),
]


def read_by_thunderbird(text: bytes, since: datetime, until: datetime) -> list[tuple[int, int, str]]:
    """Beginnings, ends and titles as ical.js finds them, which is what Thunderbird reads calendars with."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/ical.js").is_dir():
        pytest.skip("There is no node, or no ical.js in node_modules. Run: npm ci")
    command = [node, str(Path(__file__).with_name("expand.mjs")), str(seconds(since)), str(seconds(until))]
    told = json.loads(subprocess.run(command, input=text, capture_output=True, check=True, cwd=ROOT).stdout)
    return sorted((begins, ends, title) for _uid, begins, ends, title in told)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern.frequency}-{pattern.every}")
def test_thunderbirds_parser_finds_each_at_its_moment(client, cast, account, march, zone, pattern):
    """By the rules of the zone that stand in the file: with one moved, one cancelled, one without Ada, and those after it moved on."""
    repeated(cast, account, pattern, at="2027-03-01T23:30" if pattern.frequency == "daily" else "2027-01-31T09:00", zone=zone)
    rows = list(Meeting.objects.order_by("begins_at"))
    if len(rows) > 4:
        change_series(cast.ada, rows[2].pk, version=None, scope="one", title="Moved", begins_at=rows[2].begins_at + timedelta(hours=30), ends_at=rows[2].ends_at + timedelta(hours=30))  # fmt: skip
        cancel_meetings(cast.ada, rows[3].pk, version=None)
        rows[4].colleagues.set([cast.user("ben")])
        later = datetime.combine(rows[-3].begins_at.astimezone(ZoneInfo(zone)).date(), time(14, 15), tzinfo=ZoneInfo(zone))
        change_series(
            cast.ada, rows[-3].pk, version=None, scope="following", title="Later", begins_at=later, ends_at=later + timedelta(minutes=45)
        )
    since, until = at(2027, 1, 1), at(2028, 3, 1)
    text = client.get(f"/calendar/{open_feed(cast.ada)}.ics").content
    expected = Meeting.objects.filter(colleagues=cast.user("ada"), begins_at__gte=since, begins_at__lt=until)
    assert len(expected) > 1
    assert read_by_thunderbird(text, since, until) == sorted((seconds(m.begins_at), seconds(m.ends_at), m.title) for m in expected)


def test_a_series_is_told_once_with_its_rule(client, cast, account, march):
    repeated(cast, account, Pattern("daily"))
    text = client.get(f"/calendar/{open_feed(cast.ada)}.ics").content
    assert text.count(b"BEGIN:VEVENT") == 1
    assert b"RRULE:FREQ=DAILY\r\n" in text
    assert b"DTSTART;TZID=Europe/Berlin:20270316T090000\r\n" in text
    assert text.count(b"BEGIN:VTIMEZONE") == 1
    assert text == client.get(f"/calendar/{open_feed(cast.ada)}.ics").content, "the same bytes again"


def test_the_calendar_costs_the_same_for_one_series_and_for_several(client, cast, account, march, django_assert_max_num_queries):
    for hour in range(4):
        repeated(cast, account, Pattern("weekly", times=20), at=f"2027-03-16T{9 + hour:02}:00")
    token = open_feed(cast.ada)
    with django_assert_max_num_queries(14):
        assert client.get(f"/calendar/{token}.ics").content.count(b"BEGIN:VEVENT") == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_forms_of_a_series_are_well_made(cast, visit, look):
    load_catalogue(FLOW)
    account = make_account(owner=cast.ada, name="Harbour Grocers")
    make_affiliation(person=make_person(owner=cast.ada), account=account)
    begins = days.now() + timedelta(days=1)
    meeting = plan_meeting(cast.ada, account.pk, title="Review of deliveries", begins_at=begins, time_zone="Europe/Berlin")
    page = visit(cast.user("ada"), meeting.get_absolute_url(), look=look)
    page.keyboard.press("r")
    page.wait_for_url("**/repeat/")
    assert well_made(page, f"repeat-{look}") == []
    page.get_by_role("spinbutton", name="Every").focus()
    page.keyboard.press("Control+Enter")
    page.get_by_text("every week on").first.wait_for()
    assert well_made(page, f"series-{look}") == []
    page.goto(page.url + "edit/")
    assert well_made(page, f"series-edit-{look}") == []
    page.goto(page.url.replace("/edit/", "/cancel/"))
    assert well_made(page, f"series-cancel-{look}") == []
