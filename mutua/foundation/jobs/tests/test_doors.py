"""Asking for later work: in the business transaction, once, and only by whoever holds the job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from procrastinate import jobs, sql

from mutua.foundation import days
from mutua.foundation.jobs.doors import doors
from mutua.foundation.jobs.fencing import Superseded, Token, one_effect
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.jobs.models import JobFailure
from mutua.foundation.jobs.tests import chores

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_sink():
    chores.done.clear()


def state_of(job_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", [job_id])
        return cursor.fetchone()


def fetched(job_id):
    """The job as a worker is given it."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (worker_id,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s RETURNING *", [worker_id, job_id])
        row = dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))
    return jobs.Job.from_row({**row, "args": {"dish": "cup"}})


def test_a_job_runs_once_and_is_marked_in_its_own_transaction():
    job_id = chores.wash.defer(dish="cup")
    assert run_waiting() == 1
    assert run_waiting() == 0
    assert chores.done == ["cup"]
    assert state_of(job_id) == ("succeeded", 1)


def test_a_rolled_back_transaction_asks_for_nothing():
    with transaction.atomic():
        chores.wash.defer(dish="cup")
        transaction.set_rollback(True)
    assert run_waiting() == 0


def test_arguments_that_do_not_fit_are_refused_at_once():
    with pytest.raises(TypeError, match="dish"):
        chores.wash.defer(plate="cup")
    with pytest.raises(TypeError, match="dishes"):
        chores.wash_up.defer()


def test_it_waits_for_its_time():
    chores.wash.later(days.now() + timedelta(hours=1), dish="tomorrow's")
    assert run_waiting() == 0


def test_many_are_asked_for_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        numbers = chores.wash.defer_many({"dish": str(number)} for number in range(500))
    assert len(set(numbers)) == 500


def test_a_queueing_lock_lets_one_wait_for_each_argument():
    first = chores.dry.defer(dish="cup")
    assert chores.dry.defer(dish="cup") == first
    assert chores.dry.defer(dish="plate") != first
    assert run_waiting() == 2
    assert chores.dry.defer(dish="cup") != first, "the first has begun, so what changed since needs another run"


@pytest.mark.django_db(transaction=True)
def test_a_waiting_job_that_serves_us_too_does_not_start_before_our_commit():
    chores.dry.defer(dish="cup")

    def next_job():
        # What a worker would get at this moment, over a connection of its own.
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute(sql.queries["fetch_job"], {"queues": None, "worker_id": None})
                row = cursor.fetchone()
                cursor.execute("ROLLBACK")
            return row[0]
        finally:
            other.close()

    assert next_job() is not None
    with transaction.atomic():
        chores.dry.defer(dish="cup")
        assert next_job() is None
    assert next_job() is not None
    run_waiting()


def test_an_attempt_that_was_taken_over_leaves_nothing():
    job = fetched(chores.wash.defer(dish="cup"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = attempts + 1 WHERE id = %s", [job.id])
    with pytest.raises(Superseded):
        doors[job.task_name].perform(None, job)
    assert chores.done == []
    assert state_of(job.id) == ("doing", 1)


@pytest.mark.parametrize("change", [{"attempt": 1}, {"worker_id": 0}, {"job_id": -1}])
def test_a_token_fits_only_its_own_attempt(change):
    job = fetched(chores.wash.defer(dish="cup"))
    token = Token.of(job)
    with pytest.raises(Superseded), one_effect(Token(**{**token.parameters(), **change})):
        pass
    with one_effect(token):
        pass
    assert state_of(job.id) == ("succeeded", 1)


def test_a_failed_attempt_keeps_its_reason_and_not_its_effect():
    job = fetched(chores.smash.defer(dish="cup"))
    with pytest.raises(ValueError, match="cup fell"):
        doors[job.task_name].perform(None, job)
    failure = JobFailure.objects.get(job_id=job.id)
    assert (failure.attempt, failure.reason) == (1, "ValueError: cup fell\N{REPLACEMENT CHARACTER} down")
    assert "chores.py" in failure.trace
    assert state_of(job.id) == ("doing", 0), "how it ends is the worker's to say"


def test_a_job_of_many_steps_ends_when_all_are_done():
    job_id = chores.wash_up.defer(dishes=3)
    run_waiting()
    assert chores.done == [f"{job_id}: {number}" for number in range(3)]
    assert state_of(job_id) == ("succeeded", 1)


def test_a_step_is_not_committed_once_the_job_is_somebody_elses():
    job = fetched(chores.wash_up.defer(dishes=3))
    steps = chores.RunningJob(None, Token.of(job))
    with steps.step():
        pass
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'todo', attempts = 1, worker_id = NULL WHERE id = %s", [job.id])
    with pytest.raises(Superseded), steps.step():
        pytest.fail("it got into a step of a job that it does not hold")


def test_a_job_that_asks_for_itself_without_end_is_noticed(monkeypatch):
    monkeypatch.setattr(doors["mutua.foundation.jobs.tests.chores.wash"], "function", lambda dish: chores.wash.defer(dish=dish))
    chores.wash.defer(dish="cup")
    with pytest.raises(RuntimeError, match="More than 10"):
        run_waiting(limit=10)
