"""Jobs whose worker has gone: put back or given up, and never taken from the living."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django.django_connector import DjangoConnector

from mutua.foundation.jobs import sweeping
from mutua.foundation.jobs.models import JobFailure
from mutua.foundation.jobs.tests import chores

pytestmark = pytest.mark.django_db


def sweep(**retries):
    """The same statement over the test's own connection, inside its transaction."""
    given = {"names": ["mutua.foundation.jobs.tests.chores.wash", *retries], "retries": [2, *retries.values()]}
    row = DjangoConnector().execute_query_one(sweeping.SWEEP, **given, stalled=15.0, reason="The worker stopped in the middle of it.")
    return row["again"], row["given_up"]


def running_job(*, silent_for=None, attempts=0):
    """A job that is being done; silent_for: seconds since its worker was last heard of, None for a worker that is gone altogether."""
    job_id = chores.wash.defer(dish="cup")
    with connection.cursor() as cursor:
        worker_id = None
        if silent_for is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id", [silent_for]
            )
            (worker_id,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s", [worker_id, attempts, job_id]
        )
    return job_id


def state_of(job_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts, worker_id IS NULL FROM procrastinate_jobs WHERE id = %s", [job_id])
        return cursor.fetchone()


@pytest.mark.parametrize("silent_for", [16, 3600, None])
def test_a_job_of_a_silent_worker_is_put_back(silent_for):
    job_id = running_job(silent_for=silent_for)
    assert sweep() == (1, 0)
    assert state_of(job_id) == ("todo", 1, True)


@pytest.mark.parametrize("silent_for", [0, 14])
def test_a_living_worker_keeps_its_job(silent_for):
    job_id = running_job(silent_for=silent_for)
    assert sweep() == (0, 0)
    assert state_of(job_id) == ("doing", 0, False)


def test_a_job_that_takes_its_worker_down_again_and_again_is_given_up_with_a_reason():
    job_id = running_job(silent_for=60, attempts=2)
    assert sweep() == (0, 1)
    assert state_of(job_id) == ("failed", 3, True)
    assert JobFailure.objects.get(job_id=job_id).reason == "The worker stopped in the middle of it."


def test_it_does_not_touch_what_waits_or_is_over():
    waiting = chores.wash.defer(dish="cup")
    over = running_job()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [over])
    assert sweep() == (0, 0)
    assert (state_of(waiting)[0], state_of(over)[0]) == ("todo", "succeeded")
