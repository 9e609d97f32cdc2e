"""A timeline narrowed by kind, person and period: the same lines whatever the page, in an address that can be linked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutua.foundation.access import NOBODY, flow_actor
from mutua.foundation.events import say
from mutua.foundation.events.tests import telling  # noqa: F401  declares a sentence
from mutua.foundation.filters import FilterError
from mutua.foundation.timeline import Entry, Narrowing, entries_for, line_kind, write_entries
from mutua.foundation.timeline.kinds import _kinds, _kinds_of, kinds_about, noun_of, nouns_of, readable_nouns
from mutua.foundation.timeline.models import TimelineEntry

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL = flow_actor("test")
say("teas.pot.brewed", "{who} brewed")
say("teas.leaf.picked", "{who} picked")
say("teas.guest.poured", "{who} poured", needs="jobs.dead_letter.view")


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr("mutua.foundation.timeline.kinds._kinds", dict(_kinds))
    line_kind("tea", "Tea", ("teas.pot", "teas.leaf"), order=1, about=("kettle",))
    line_kind("guest", "Guests", ("teas.guest",), order=2)
    yield
    _kinds_of.cache_clear()


def told(count, *, sentence="teas.pot.brewed", subject=("kettle", 7), event_id=None):
    write_entries(
        Entry(at=NOON - timedelta(hours=n), subject=subject, sentence=sentence, event_id=event_id and event_id + n) for n in range(count)
    )


def read(narrowing, actor=ALL, limit=7):
    seen, before = [], None
    while True:
        page = entries_for(actor, "kettle", 7, before=before, limit=limit, narrowing=narrowing)
        seen += page.entries
        if (before := page.older) is None:
            return seen
        assert f"before={before}" in page.older_url
        assert narrowing.query() in page.older_url


@pytest.mark.django_db
def test_every_line_of_a_kind_is_read_once_in_order_from_all_its_nouns():
    told(20)
    told(15, sentence="teas.leaf.picked")
    told(30, sentence="tests.kettle.boiled")
    told(3, subject=("kettle", 8))
    seen = read(Narrowing(kind="tea"))
    wanted = TimelineEntry.objects.filter(subject_id=7, sentence__startswith="teas.").order_by("-at", "-pk")
    assert [entry.pk for entry in seen] == [entry.pk for entry in wanted]
    assert len(seen) == 35
    assert [entry.sentence for entry in read(Narrowing(kind="change"))] == ["tests.kettle.boiled"] * 30


@pytest.mark.django_db
def test_the_database_knows_the_noun_as_the_code_does():
    told(1, sentence="teas.leaf.picked")
    told(1, sentence="teas.leaf")
    assert {entry.noun for entry in TimelineEntry.objects.all()} == {noun_of("teas.leaf.picked"), noun_of("teas.leaf")} == {"teas.leaf"}


@pytest.mark.django_db
def test_a_period_holds_both_its_days_in_the_readers_time_zone(settings):
    told(72)
    seen = read(Narrowing(since=date(2026, 2, 27), until=date(2026, 2, 28)))
    assert {entry.at.date() for entry in seen} == {date(2026, 2, 27), date(2026, 2, 28)}
    assert len(seen) == 48
    settings.TIME_ZONE = "Asia/Tokyo"
    first = entries_for(ALL, "kettle", 7, narrowing=Narrowing(until=date(2026, 2, 28))).entries[0]
    assert first.at == datetime(2026, 2, 28, 14, tzinfo=UTC), "in Tokyo the first of March begins at three in the afternoon of Greenwich"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", "tea"])
def test_what_concerns_a_person_is_found_by_the_event_that_told_of_both(kind):
    told(30)
    told(9, event_id=100, sentence="teas.leaf.picked")
    told(9, event_id=100, sentence="teas.leaf.picked", subject=("person", 4))
    told(9, event_id=200)
    told(9, event_id=200, subject=("person", 5))
    assert {entry.event_id for entry in read(Narrowing(kind=kind, person=4))} == set(range(100, 109))
    assert read(Narrowing(kind=kind, person=6)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "step"), [("", 1), ("", 40), ("tea", 3), ("tea", 90)])
def test_among_many_lines_of_a_person_those_of_the_record_are_all_found_in_order(kind, step):
    told(300, event_id=1000, subject=("person", 4))
    write_entries(
        Entry(at=NOON - timedelta(hours=n), subject=("kettle", 7 if n % 2 else 8), sentence=sentence, event_id=1000 + n)
        for n in range(0, 300, step)
        for sentence in ("tests.kettle.boiled", "teas.leaf.picked")
    )
    wanted = [n for n in range(0, 300, step) if n % 2 for _ in range(1 if kind else 2)]
    assert [entry.event_id - 1000 for entry in read(Narrowing(kind=kind, person=4))] == wanted


@pytest.mark.django_db
def test_who_has_many_lines_does_not_wait_for_all_of_them():
    told(900, event_id=1000)
    told(900, event_id=1000, subject=("person", 4))
    with CaptureQueriesContext(connection) as asked:
        page = entries_for(ALL, "kettle", 7, narrowing=Narrowing(person=4))
    reached, found = (query["sql"] for query in asked.captured_queries)
    assert "OFFSET 21" in reached
    assert found.count(str(NOON - timedelta(hours=21))[:19]) == 2, "both the record's lines and the person's begin where the reach ends"
    assert len(page.entries) == 20


@pytest.mark.django_db
def test_a_kind_of_which_nothing_may_be_read_is_neither_shown_nor_offered():
    told(3, sentence="teas.guest.poured")
    assert len(read(Narrowing(kind="guest"))) == 3
    assert read(Narrowing(kind="guest"), actor=NOBODY) == []
    assert nouns_of(next(kind for kind in kinds_about("kettle") if kind.key == "guest"), readable_nouns(NOBODY)) == []
    assert [str(way.label) for way in entries_for(NOBODY, "kettle", 7).kinds][:2] == ["All", "Tea"]


def test_an_address_says_what_is_wanted_and_reads_back_the_same():
    wanted = Narrowing("tea", 4, date(2026, 1, 1), date(2026, 2, 1), "physical-delivery")
    assert Narrowing.read(dict(pair.split("=") for pair in wanted.query().split("&")), "kettle") == wanted
    assert Narrowing().query() == ""


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "coffee"}, "no lines of the kind “coffee”. It has: tea"),
        ({"since": "yesterday"}, "“yesterday” is no day"),
        ({"since": "0001-01-01"}, "is no day"),
        ({"until": "9999-12-31"}, "is no day"),
        ({"since": "2026-02-30"}, "is no day"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "ends before it begins"),
        ({"person": "4 or 1=1"}, "is not the number of a person"),
        ({"person": "9" * 30}, "is not the number of a person"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(sent, sentence):
    with pytest.raises(FilterError, match=sentence):
        Narrowing.read(sent, "kettle")


@pytest.mark.django_db
def test_a_rare_kind_among_many_lines_is_found_by_its_index():
    told(2_000, sentence="tests.kettle.boiled")
    told(3)
    with connection.cursor() as cursor:
        cursor.execute("analyze timeline_timelineentry")
        cursor.execute("set local enable_seqscan = off")
    plan = TimelineEntry.objects.filter(subject_kind="kettle", subject_id=7, noun="teas.pot").order_by("-at", "-pk")[:20].explain()
    assert "timeline_of_subject_and_noun" in plan
    assert "Sort" not in plan
