"""Pruning: what is over goes, what somebody must still look at stays."""

from __future__ import annotations

import pytest
from django.db import connection

from mutua.foundation.events import announce
from mutua.foundation.events.models import EventRow
from mutua.foundation.events.tasks import prune_events
from mutua.foundation.events.tests.telling import KettleBoiled, KettleForgotten
from mutua.foundation.jobs.tasks import prune_queue
from mutua.foundation.jobs.tests import chores
from mutua.foundation.timeline.models import TimelineEntry

pytestmark = pytest.mark.django_db


def job(status, *, days):
    job_id = chores.wash.defer(dish="cup")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job_id])
        cursor.execute("UPDATE procrastinate_events SET at = now() - %s * interval '1 day' WHERE job_id = %s", [days, job_id])
    return job_id


def test_done_jobs_are_forgotten_after_a_week_and_dead_letters_are_not():
    gone = [job("succeeded", days=8), job("cancelled", days=8)]
    kept = [job("succeeded", days=6), job("failed", days=400), job("todo", days=400)]
    prune_queue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE id = ANY(%s) ORDER BY id", [gone + kept])
        assert [row[0] for row in cursor.fetchall()] == kept


def test_old_events_are_forgotten_unless_a_delivery_still_waits_and_the_timeline_stays():
    undelivered = announce(KettleBoiled(kettle_id=1))
    unheard = announce(KettleForgotten(kettle_id=1))
    fresh = announce(KettleForgotten(kettle_id=2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_eventrow SET at = now() - interval '91 days' WHERE id <> %s", [fresh])
    prune_events()
    assert set(EventRow.objects.values_list("pk", flat=True)) == {undelivered, fresh}
    assert unheard not in {undelivered, fresh}
    assert TimelineEntry.objects.count() == 2
