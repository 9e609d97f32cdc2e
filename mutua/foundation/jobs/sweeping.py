"""What becomes of jobs whose worker has gone: they run again, or they are given up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from procrastinate import connector, exceptions

from mutua.foundation.jobs import timing

logger = logging.getLogger(__name__)

# A row that is locked belongs to somebody who is at work in this moment, or to a frozen worker whose transaction the database
# will break (timing.IDLE): either way it is left for the next sweep. Sweepers of several workers pass each other by.
SWEEP = """
WITH limits AS (
    SELECT * FROM unnest(%(names)s::text[], %(retries)s::int[]) AS given (task_name, retries)
), stalled AS (
    SELECT job.id, job.attempts, job.attempts >= COALESCE(limits.retries, 0) AS given_up
      FROM procrastinate_jobs job
      LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
      LEFT JOIN limits ON limits.task_name = job.task_name
     WHERE job.status = 'doing'
       AND (worker.id IS NULL OR worker.last_heartbeat < now() - %(stalled)s * interval '1 second')
       FOR NO KEY UPDATE OF job SKIP LOCKED
), moved AS (
    UPDATE procrastinate_jobs job
       SET status = CASE WHEN stalled.given_up THEN 'failed' ELSE 'todo' END::procrastinate_job_status,
           attempts = job.attempts + 1, scheduled_at = now(), worker_id = NULL, abort_requested = false
      FROM stalled WHERE job.id = stalled.id
    RETURNING job.id, job.attempts, stalled.given_up
), told AS (
    INSERT INTO jobs_jobfailure (job_id, attempt, reason, trace, failed_at, handled, handled_by)
    SELECT id, attempts, %(reason)s, '', now(), '', '' FROM moved WHERE given_up
        ON CONFLICT (job_id) DO UPDATE SET attempt = EXCLUDED.attempt, reason = EXCLUDED.reason, trace = '', failed_at = EXCLUDED.failed_at,
           handled = '', handled_by = ''
)
SELECT count(*) FILTER (WHERE NOT given_up) AS again, count(*) FILTER (WHERE given_up) AS given_up FROM moved"""

WAKE = "SELECT pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', 0)::text)"


@dataclass(frozen=True)
class Swept:
    again: int
    given_up: int


async def sweep(database: connector.BaseConnector, retries: Mapping[str, int], *, stalled: float = timing.STALLED) -> Swept:
    """Put back every job whose worker has been silent for `stalled` seconds; give up those that have used their attempts.

    retries: further attempts by task name; of a task that this version no longer knows, none.
    """
    row = await database.execute_query_one_async(
        SWEEP, names=list(retries), retries=list(retries.values()), stalled=stalled, reason="The worker stopped in the middle of it."
    )
    if row["again"]:
        await database.execute_query_one_async(WAKE)
    return Swept(again=row["again"], given_up=row["given_up"])


async def sweep_forever(database: connector.BaseConnector, retries: Mapping[str, int]) -> None:
    """Sweep now and every `timing.SWEEP` seconds. A sweep that fails is reported, and the next one takes place all the same."""
    while True:
        try:
            swept = await sweep(database, retries)
        except (exceptions.ConnectorException, psycopg.Error) as trouble:
            logger.warning("Looking for jobs of lost workers failed: %r", trouble)
        else:
            if swept != Swept(0, 0):
                logger.warning("Jobs of lost workers: %s run again, %s given up.", swept.again, swept.given_up)
        await asyncio.sleep(timing.SWEEP)


def retries_of(doors: Mapping[str, Any]) -> dict[str, int]:
    return {name: door.retry for name, door in doors.items()}
