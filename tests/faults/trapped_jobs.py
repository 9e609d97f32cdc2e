"""Jobs that step into traps: at a given place, once, they kill or freeze the process that runs them."""

from __future__ import annotations

import os
import time
from typing import Any

import psycopg
from django.db import connection, transaction
from procrastinate.contrib.django import connector_params

from mutua.foundation.jobs import RunningJob, task

STEPS = 3

TABLES = """
CREATE TABLE fault_effect (mark text NOT NULL, step int NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE fault_trap (mark text NOT NULL, place text NOT NULL, signal int NOT NULL, pid int, sprung timestamptz);
CREATE TABLE fault_poison (mark text PRIMARY KEY)"""
# There is no unique constraint on an effect: a second one must show.


def spring(mark: str, place: str) -> None:
    """Kill or freeze this process if a trap is set here that nobody has stepped into. Its own connection remembers that."""
    with psycopg.connect(**connector_params(), autocommit=True) as own:
        trap = own.execute(
            "UPDATE fault_trap SET sprung = clock_timestamp(), pid = %s WHERE mark = %s AND place = %s AND sprung IS NULL RETURNING signal",
            [os.getpid(), mark, place],
        ).fetchone()
    if trap is not None:
        os.kill(os.getpid(), trap[0])


def before_the_fence(call_next: Any, context: Any, worker: Any) -> Any:
    """A middleware of the queue: after the job was fetched, before its transaction begins."""
    if "mark" in context.job.task_kwargs:
        spring(context.job.task_kwargs["mark"], "before")
    return call_next()


def leave(mark: str, step: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fault_effect (mark, step) VALUES (%s, %s)", [mark, step])


@task(retry=30)
def leave_mark(mark: str) -> None:
    leave(mark, 0)
    spring(mark, "inside")
    transaction.on_commit(lambda: spring(mark, "after"))


@task(retry=30, effect="many")
def leave_marks(job: RunningJob, mark: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fault_effect WHERE mark = %s", [mark])
        (done,) = cursor.fetchone()
    for step in range(done, STEPS):
        spring(mark, f"between {step}")
        with job.step():
            leave(mark, step)
            spring(mark, f"step {step}")


@task(effect="many")
def walk(job: RunningJob, mark: str, steps: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fault_effect WHERE mark = %s", [mark])
        (done,) = cursor.fetchone()
    for step in range(done, steps):
        with job.step():
            leave(mark, step)
        time.sleep(0.5)


@task(retry=1)
def drink(mark: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM fault_poison WHERE mark = %s", [mark])
        if cursor.rowcount:
            raise ValueError(f"{mark} is poison")
    leave(mark, 0)
