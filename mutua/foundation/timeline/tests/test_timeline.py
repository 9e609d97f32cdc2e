"""The timeline of a record: newest first, page by page, only for who sees the record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from mutua.foundation.access import NOBODY, flow_actor
from mutua.foundation.events import say
from mutua.foundation.events.tests import telling  # noqa: F401  declares a sentence
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.money import Money
from mutua.foundation.timeline import Entry, entries_for, label_touchpoints_with, subject, touchpoints, write_entries
from mutua.foundation.timeline.models import TimelineEntry

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL = flow_actor("test")
say("tests.secret.told", "{who} told a secret", needs="jobs.dead_letter.view")


def entries(count, **more):
    return [Entry(at=NOON - timedelta(minutes=n // 2), subject=("kettle", 7), sentence="tests.kettle.boiled", **more) for n in range(count)]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20, 21, 300])
def test_every_entry_is_read_once_in_order_whatever_the_page(count):
    assert write_entries(entries(count)) == count
    write_entries([Entry(at=NOON, subject=("kettle", 8), sentence="tests.kettle.boiled")])

    seen, before = [], None
    while True:
        page = entries_for(ALL, "kettle", 7, before=before, limit=7)
        seen += page.entries
        before = page.older
        if before is None:
            break
    assert len(seen) == count
    assert [(e.at, e.pk) for e in seen] == sorted(((e.at, e.pk) for e in TimelineEntry.objects.filter(subject_id=7)), reverse=True)


@pytest.mark.django_db
def test_a_cursor_that_cannot_be_read_begins_at_the_top():
    write_entries(entries(3))
    for cursor in ("", "nonsense", "1-", "99999999999999999999999-1"):
        assert len(entries_for(ALL, "kettle", 7, before=cursor).entries) == 3


@pytest.mark.django_db
def test_a_sentence_that_needs_a_permission_is_left_out_for_others():
    write_entries([Entry(at=NOON, subject=("kettle", 7), sentence="tests.secret.told")])
    assert len(entries_for(ALL, "kettle", 7).entries) == 1
    assert entries_for(NOBODY, "kettle", 7).entries == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_values_come_back_as_they_were_and_are_shown_by_locale(count):
    params = {"litres": Decimal("1234.50"), "price": Money(Decimal("12.50"), "USD"), "guest": "Zoë \\N \t 'x'", "day": date(2020, 2, 29)}
    write_entries(entries(count, params=params, actor_name="Ada"))
    entry = TimelineEntry.objects.first()
    assert entry.params["litres"] == {"number": "1234.50"}
    assert entry.params["day"] == {"day": "2020-02-29"}
    assert entry.words == '<b class="b">Ada</b> boiled 1,234.50 l for Zoë \\N \t &#x27;x&#x27;, $12.50'


@pytest.mark.django_db
def test_what_a_sentence_cannot_keep_is_refused():
    with pytest.raises(TypeError, match="guest"):
        write_entries(entries(1, params={"guest": object()}))
    assert not TimelineEntry.objects.exists()


def test_a_touchpoint_is_named_by_who_knows_it(monkeypatch):
    monkeypatch.setattr(touchpoints, "_namers", [])
    assert touchpoints.touchpoint_label("physical-delivery") == "Physical delivery"
    label_touchpoints_with(lambda key: "Lieferung" if key == "physical-delivery" else None)
    assert touchpoints.touchpoint_label("physical-delivery") == "Lieferung"
    assert touchpoints.touchpoint_label("claims") == "Claims"


@pytest.fixture
def bars(cast):
    """Progress bars stand in for records with a timeline: one of Ada's and one of Eve's."""
    subject("bar", JobProgress.objects.all)
    own, strange = (JobProgress.objects.create(key=name, title=name, started=NOON, user=cast.user(name)) for name in ("ada", "eve"))
    write_entries(
        Entry(at=NOON - timedelta(hours=n), subject=("bar", bar.pk), sentence="tests.kettle.boiled")
        for bar in (own, strange)
        for n in range(25)
    )
    return own, strange


@pytest.mark.django_db
def test_the_older_page_is_shown_to_who_sees_the_record(client, cast, bars):
    client.force_login(cast.user("ada"))
    page = entries_for(cast.ada, "bar", bars[0].pk)
    for headers in ({"HX-Request": "true"}, {}):
        answer = client.get(reverse("timeline:older", args=["bar", bars[0].pk]), {"before": page.older}, headers=headers)
        assert answer.status_code == 200
        assert answer.content.count(b"<time") == 5
        assert (b"<html" in answer.content) == (not headers), "a link that is followed without scripts leads to a page"
    assert b"before=" not in answer.content, "there is nothing older"


@pytest.mark.django_db
def test_a_stranger_and_a_wrong_number_get_the_same_answer(client, cast, bars):
    client.force_login(cast.user("ada"))
    answers = [
        client.get(reverse("timeline:older", args=[kind, pk])) for kind, pk in (("bar", bars[1].pk), ("bar", 999_999), ("nothing", 1))
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
