"""Workers are killed and frozen at the worst moments: each effect happens once, and no job hangs.

Three kills and four freezes of 40 seconds; `make chaos` sets MUTUA_CHAOS_KILLS to 20, at places that are drawn
anew each time and printed.
"""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django import connector_params
from psycopg import sql

from mutua.foundation.jobs import timing
from tests.faults.trapped_jobs import STEPS, TABLES, drink, leave_mark, leave_marks, walk
from tests.faults.workers import Workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, pytest.mark.skipif(os.name != "posix", reason="needs signals")]

FREEZE = 40.0
KILLS = int(os.environ.get("MUTUA_CHAOS_KILLS", "3"))
OURS = "task_name LIKE 'tests.faults.trapped_jobs.%%'"

PLACES = ("inside", "after", "before")
STEP_PLACES = ("step 1", "between 1")
# Apart from each other, so that one process seldom steps into two at a time.
FIXED = [
    ("mark-00", "inside", signal.SIGSTOP),
    ("mark-05", "after", signal.SIGSTOP),
    ("mark-10", "before", signal.SIGSTOP),
    ("steps-1", "between 1", signal.SIGSTOP),
    ("mark-15", "inside", signal.SIGKILL),
    ("mark-20", "after", signal.SIGKILL),
    ("steps-4", "step 1", signal.SIGKILL),
]


def rows(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def workers(database_url, tmp_path):
    rows(TABLES)
    workers = Workers(database_url, tmp_path, freeze=FREEZE)
    try:
        yield workers
    finally:
        workers.close()
        for table in (
            "fault_effect",
            "fault_trap",
            "fault_poison",
            "procrastinate_periodic_defers",
            "procrastinate_jobs",
            "procrastinate_workers",
        ):
            rows(f"TRUNCATE {table} CASCADE" if table.startswith("procrastinate") else f"DROP TABLE {table}")
        print((tmp_path / "workers.log").read_text()[-6_000:])


def traps():
    """The fixed ones, and for a nightly run so many kills more, drawn."""
    drawn = random.Random()
    more = [(f"mark-{number}", drawn.choice(PLACES), signal.SIGKILL) for number in drawn.sample(range(30, 30 + 4 * KILLS), KILLS)]
    more += [(f"steps-{number}", drawn.choice(STEP_PLACES), signal.SIGKILL) for number in (2, 3)]
    return FIXED + (more if KILLS > 3 else [])


def all_succeeded():
    return rows(f"SELECT count(*) FROM procrastinate_jobs WHERE {OURS} AND status <> 'succeeded'", []) == [(0,)]


def test_each_effect_happens_once_and_no_job_hangs(workers):
    marks = [f"mark-{number:02d}" for number in range(30 + 4 * KILLS)]
    stepped = [f"steps-{number}" for number in range(6)]
    set_traps = traps()
    print(set_traps)
    for mark, place, number in set_traps:
        rows("INSERT INTO fault_trap (mark, place, signal) VALUES (%s, %s, %s)", [mark, place, int(number)])
    leave_mark.defer_many({"mark": mark} for mark in marks)
    leave_marks.defer_many({"mark": mark} for mark in stepped)

    began = time.monotonic()
    workers.may_wake = all_succeeded  # the work of the frozen is done by others, and only then do they come back
    workers.until(all_succeeded, within=240 + 40 * (KILLS - 3))  # a busy machine starts workers slowly; what is promised is asserted below
    sprung = "SELECT count(*) FROM fault_trap WHERE sprung IS NULL"
    workers.until(lambda: rows(sprung) == [(0,)] and workers.frozen == 0, within=240)
    awake = time.monotonic()
    workers.until(lambda: time.monotonic() > awake + 5, within=10)  # the woken try to go on where they were

    assert time.monotonic() - began >= FREEZE
    assert workers.killed >= 1
    assert workers.woken
    exits = {worker.poll() for worker in workers.woken}
    assert exits <= {None, -signal.SIGKILL}, "who wakes up late goes on working, unless it steps into another trap"
    expected = sorted([(mark, 0) for mark in marks] + [(mark, step) for mark in stepped for step in range(STEPS)])
    assert rows("SELECT mark, step FROM fault_effect ORDER BY mark, step") == expected
    assert all_succeeded(), "a late riser must not touch a job that another has finished"
    seconds, mark = longest_wait()
    assert seconds <= 60.0, f"{mark} waited {seconds} s: a job whose worker is lost runs again within a minute"


def longest_wait():
    """Seconds from a start of a job to its next start or to its success, the longest of all: a job may lose several workers."""
    return rows(
        f"""
        WITH told AS (
            SELECT job.args ->> 'mark' AS mark, event.at, lead(event.at) OVER (PARTITION BY job.id ORDER BY event.id) AS next_at
              FROM procrastinate_events event JOIN procrastinate_jobs job ON job.id = event.job_id
             WHERE {OURS} AND event.type IN ('started', 'succeeded'))
        SELECT extract(epoch FROM next_at - at), mark FROM told WHERE next_at IS NOT NULL ORDER BY 1 DESC LIMIT 1""",
        [],
    )[0]


def test_poison_ends_in_the_dead_letters_while_others_flow_and_can_be_tried_again(workers, client, cast):
    rows("INSERT INTO fault_poison VALUES ('hemlock')")
    job_id = drink.defer(mark="hemlock")
    drink.defer_many({"mark": f"water-{number}"} for number in range(50))

    def status():
        return rows("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job_id])[0][0]

    workers.until(lambda: status() == "failed" and rows("SELECT count(*) FROM fault_effect") == [(50,)], within=120)

    client.force_login(cast.user("root"))
    assert "ValueError: hemlock is poison" in client.get(reverse("jobs:dead-letters")).content.decode()

    rows("DELETE FROM fault_poison")
    assert client.post(reverse("jobs:retry", args=[job_id])).status_code == 302
    workers.until(lambda: status() == "succeeded", within=60)
    assert rows("SELECT count(*) FROM fault_effect WHERE mark = 'hemlock'") == [(1,)]
    assert "hemlock" not in client.get(reverse("jobs:dead-letters")).content.decode()


@contextmanager
def away(seconds=8.0):
    """For so long this test's database takes no connection and breaks those it has, except our own."""
    name = connection.settings_dict["NAME"]
    ours = rows("SELECT pg_backend_pid()")[0][0]
    with psycopg.connect(**{**connector_params(), "dbname": "postgres"}, autocommit=True) as outside:
        outside.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))
        try:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                # What the server itself does in it, such as vacuuming, is not ours to end.
                asked = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s AND backend_type = 'client backend'"
                outside.execute(asked, [name, ours])
                time.sleep(0.2)
            yield
        finally:
            outside.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name)))


def test_a_worker_lives_through_a_database_that_is_away(workers):
    drink.defer(mark="before")
    workers.until(all_succeeded, within=120)
    pids = set(workers.pids)
    with away():
        drink.defer(mark="meanwhile")
    workers.until(all_succeeded, within=10)
    assert set(workers.pids) == pids, "it was not started anew"


def test_a_worker_that_is_told_to_stop_leaves_the_rest_of_a_long_job_to_another(workers):
    walk.defer(mark="far", steps=30)
    steps = "SELECT count(*) FROM fault_effect"
    workers.until(lambda: workers.are_ready and rows(steps)[0][0] >= 2, within=120)
    told = workers.tell_all(signal.SIGTERM)
    workers.until(lambda: all(worker.poll() is not None for worker in told), within=timing.GRACE + 20)
    assert rows(steps)[0][0] < 30
    assert {worker.poll() for worker in told} == {0}, "it ended by itself"
    workers.until(all_succeeded, within=120)
    assert rows("SELECT step FROM fault_effect ORDER BY step") == [(step,) for step in range(30)]
