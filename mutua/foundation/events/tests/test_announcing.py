"""Announcing: all of it, in the caller's transaction, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from mutua.foundation.access import flow_actor
from mutua.foundation.events import announce, announce_many
from mutua.foundation.events.announcing import NotInTransaction
from mutua.foundation.events.models import EventRow
from mutua.foundation.events.tests.telling import KettleBoiled, KettleForgotten, Mood, heard
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.timeline.models import TimelineEntry


@pytest.fixture(autouse=True)
def quiet():
    heard.clear()


def deliveries():
    return ProcrastinateJob.objects.filter(task_name="mutua.foundation.events.tasks.deliver")


@pytest.mark.django_db
def test_it_writes_the_event_its_lines_and_a_job_for_each_listener():
    number = announce(KettleBoiled(kettle_id=7), flow_actor("tea"))

    row = EventRow.objects.get(pk=number)
    assert (row.name, row.actor_name, row.payload["litres"]) == ("tests.kettle.boiled", "tea", "1.50")
    lines = TimelineEntry.objects.filter(event_id=number).values_list("subject_kind", "subject_id", "side", "link")
    assert sorted(lines) == [("kettle", 7, "both", "/kettles/"), ("kitchen", 1, "both", "/kettles/")]
    assert sorted(job.args["listener"].rsplit(".", 1)[1] for job in deliveries()) == ["the_guest_is_called", "the_table_is_laid"]


@pytest.mark.django_db
def test_its_listeners_hear_exactly_what_was_told():
    told = KettleBoiled(kettle_id=7, litres=Decimal("0.10"), on=date(2026, 2, 28), mood=Mood.SORRY, cups=(1, 2), guest="Ada")
    announce(told)
    assert run_waiting() == 2
    assert heard == [told, told]


@pytest.mark.django_db
def test_an_event_without_words_and_listeners_is_one_row():
    announce(KettleForgotten(kettle_id=1))
    assert EventRow.objects.count() == 1
    assert not TimelineEntry.objects.exists()
    assert not deliveries().exists()


@pytest.mark.django_db
def test_nothing_is_told_from_a_transaction_that_is_rolled_back():
    with transaction.atomic():
        announce(KettleBoiled(kettle_id=7))
        transaction.set_rollback(True)
    assert (EventRow.objects.count(), TimelineEntry.objects.count(), deliveries().count()) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_tell_outside_of_a_transaction():
    with pytest.raises(NotInTransaction):
        announce(KettleBoiled(kettle_id=7))
    assert not EventRow.objects.exists()


@pytest.mark.django_db
def test_a_thousand_events_cost_as_many_statements_as_a_hundred(django_assert_num_queries):
    def statements(count):
        before = len(connection.queries_log)
        connection.force_debug_cursor = True
        announce_many([KettleBoiled(kettle_id=number) for number in range(count)])
        connection.force_debug_cursor = False
        return len(connection.queries_log) - before

    assert statements(1_000) == statements(100)
    assert TimelineEntry.objects.count() == 2_200
    assert deliveries().count() == 2_200


@pytest.mark.django_db
def test_a_listener_that_is_gone_is_an_error_and_not_a_silence():
    number = announce(KettleForgotten(kettle_id=1))
    from mutua.foundation.events.tasks import deliver

    with pytest.raises(LookupError, match="may have been renamed"):
        deliver(event_id=number, listener="mutua.flows.gone")
