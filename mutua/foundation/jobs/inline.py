"""Running what waits, here and now and in this process: for tests, and for commands that must see the end of what they began."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from procrastinate import jobs, sql

from mutua.foundation.jobs.doors import doors


def run_waiting(*, limit: int = 1_000) -> int:
    """Run the jobs that are due, and those that they ask for, one after the other. Returns how many ran.

    The first that fails raises its error and stays with its attempt unfinished. Raises RuntimeError when more than `limit` ran.
    """
    worker_id = _one("SELECT * FROM procrastinate_register_worker_v1()", {})["worker_id"]
    ran = 0
    while (job := _fetch(worker_id)) is not None:
        if ran == limit:
            raise RuntimeError(f"More than {limit} jobs: does one of them ask for itself?")
        doors[job.task_name].perform(None, job)
        ran += 1
    _one("SELECT procrastinate_unregister_worker_v1(%(worker_id)s) AS gone", {"worker_id": worker_id})
    return ran


def _fetch(worker_id: int) -> jobs.Job | None:
    row = _one(sql.queries["fetch_job"], {"queues": None, "worker_id": worker_id})
    return None if row["id"] is None else jobs.Job.from_row(row)


def _one(statement: str, parameters: dict[str, Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
        found = dict(zip((column.name for column in cursor.description or ()), row or (), strict=True))
    # Django leaves jsonb as text, because its own fields decode it.
    return {key: json.loads(value) if key == "args" and isinstance(value, str) else value for key, value in found.items()}
