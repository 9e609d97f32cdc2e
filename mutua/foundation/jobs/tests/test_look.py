"""The queue's pages, in light, in dark and on a phone."""

from __future__ import annotations

import pytest
from django.db import connection

from mutua.foundation.jobs.tests import chores
from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clean_queue():
    yield
    with connection.cursor() as cursor:  # the queue's tables are not Django's, so its flush leaves them
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def given_up(dish, reason, *, minutes):
    job_id = chores.wash.defer(dish=dish)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 6 WHERE id = %s", [job_id])
        cursor.execute(
            "INSERT INTO jobs_jobfailure (job_id, attempt, reason, trace, failed_at, handled, handled_by) "
            "VALUES (%s, 6, %s, 'Traceback (most recent call last):\n  File …', now() - %s * interval '1 minute', '', '')",
            [job_id, reason, minutes],
        )
    return job_id


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_list_is_well_made(cast, visit, look):
    given_up("the blue cup", "ValueError: the sink is full", minutes=4)
    given_up(
        "a plate", "OperationalError: could not connect to the machine that dries, which has not answered since this morning", minutes=190
    )
    chores.wash.defer_many({"dish": str(number)} for number in range(12))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()), (now() - interval '9 minutes')")
    page = visit(cast.user("root"), "/jobs/", look)
    assert well_made(page, f"jobs-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_one_letter_is_well_made(cast, visit, look):
    number = given_up("the blue cup", "ValueError: the sink is full", minutes=4)
    assert well_made(visit(cast.user("root"), f"/jobs/{number}/", look), f"job-{look}") == []


def test_an_empty_list_is_well_made(cast, visit):
    assert well_made(visit(cast.user("root"), "/jobs/", "light"), "jobs-empty") == []
