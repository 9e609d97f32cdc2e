"""The end of a job is written only by the attempt that holds it."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import exceptions, jobs
from procrastinate.contrib.django.django_connector import DjangoConnector

from mutua.foundation.jobs import fenced_queue
from mutua.foundation.jobs.fenced_queue import FencedQueue
from mutua.foundation.jobs.tests import chores
from mutua.foundation.jobs.tests.test_doors import fetched, state_of

pytestmark = pytest.mark.django_db


def end(job, status=None, lost=lambda: pytest.fail("lost"), connector=None):
    """What a worker writes at the end: a final status, or that the job is to run again."""
    queue = FencedQueue(connector or DjangoConnector(), lost)
    if status is None:
        async_to_sync(queue.retry_job)(job)
    else:
        async_to_sync(queue.finish_job)(job, status, delete_job=False)


@pytest.fixture
def job():
    return fetched(chores.wash.defer(dish="cup"))


@pytest.mark.parametrize("status, expected", [(jobs.Status.FAILED, "failed"), (jobs.Status.SUCCEEDED, "succeeded"), (None, "todo")])
def test_the_holder_ends_its_job(job, status, expected):
    end(job, status)
    assert state_of(job.id) == (expected, 1)


@pytest.mark.parametrize("status", [jobs.Status.FAILED, jobs.Status.SUCCEEDED, jobs.Status.ABORTED, None])
@pytest.mark.parametrize("taken_over", ["attempts = attempts + 1", "worker_id = NULL"])
def test_a_late_riser_changes_nothing_of_its_successors_job(job, status, taken_over):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE procrastinate_jobs SET {taken_over} WHERE id = %s", [job.id])
    before = state_of(job.id)
    end(job, status)
    assert state_of(job.id) == before


def test_a_job_that_somebody_asked_to_stop_does_not_come_back(job):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET abort_requested = true WHERE id = %s", [job.id])
    end(job, None)
    assert state_of(job.id) == ("failed", 1)


def test_a_worker_that_cannot_write_the_end_registers_anew(job, monkeypatch):
    class Broken(DjangoConnector):
        tried = 0

        async def execute_query_one_async(self, query, **arguments):
            Broken.tried += 1
            raise exceptions.ConnectorException

    monkeypatch.setattr(fenced_queue, "PAUSES", (0.0, 0.0))
    lost = []
    end(job, jobs.Status.SUCCEEDED, lost=lambda: lost.append(True), connector=Broken())
    assert (lost, Broken.tried) == ([True], 3)


def test_long_work_never_takes_every_place():
    """Three places, two of them for long work: the third long job waits until one has ended, and whatever else comes passes it."""
    long = [chores.wash_up.defer(dishes=n) for n in range(3)]
    queue = FencedQueue(DjangoConnector(), lost=lambda: None, most_long=2, others={"default"})
    take = async_to_sync(queue.fetch_job)
    first, second = take(None, None), take(None, None)
    assert [first.id, second.id] == long[:2]
    assert take(None, None) is None
    short = chores.wash.defer(dish="cup")
    assert take(None, None).id == short
    async_to_sync(queue.finish_job)(second, jobs.Status.SUCCEEDED, delete_job=False)
    assert take(None, None).id == long[2]


def test_what_leads_to_an_alarm_goes_before_other_work():
    from mutua.foundation.events.tasks import deliver

    waiting = chores.wash.defer(dish="cup")
    alarm = deliver.defer(event_id=0, listener="x")
    queue = FencedQueue(DjangoConnector(), lost=lambda: None)
    take = async_to_sync(queue.fetch_job)
    assert [take(None, None).id, take(None, None).id] == [alarm, waiting]
