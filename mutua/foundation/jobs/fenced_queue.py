"""The queue as a worker sees it: the end of a job is written only by the attempt that holds it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import psycopg
from procrastinate import connector, exceptions, jobs, manager

from mutua.foundation.jobs import fencing
from mutua.foundation.jobs.doors import LONG
from mutua.foundation.jobs.fencing import Token

logger = logging.getLogger(__name__)

PAUSES = (0.2, 1.0, 3.0)


class FencedQueue(manager.JobManager):
    """procrastinate's job manager with a guard on the two statements that end an attempt, and on how much long work runs at a time.

    most_long: so many jobs of the queue of long work at most; None: as many as there are places. others: the queues of all other work.
    lost: called when the end of an attempt could not be written; the worker then registers anew, and what its old self held is swept.
    """

    def __init__(
        self, connector: connector.BaseConnector, lost: Callable[[], None], *, most_long: int | None = None, others: Iterable[str] = ()
    ) -> None:
        super().__init__(connector)
        self._lost = lost
        self._most_long = most_long
        self._others = sorted(others)
        self._long: set[int | None] = set()

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> jobs.Job | None:
        full = self._most_long is not None and len(self._long) >= self._most_long
        job: jobs.Job | None = await super().fetch_job(self._others if full else queues, worker_id)
        if job is not None and job.queue == LONG:
            self._long.add(job.id)
        return job

    async def finish_job(self, job: jobs.Job, status: jobs.Status, delete_job: bool) -> None:
        held = await self._end(job, fencing.FINISH, status=status.value)
        if held == 0 and status != jobs.Status.SUCCEEDED:
            # A success has been written already, in the transaction of the effect. Anything else comes from a late riser.
            logger.warning(
                "Attempt %s of job %s ended as %s after the job had been taken over; ignored.", job.attempts + 1, job.id, status.value
            )

    async def retry_job(
        self,
        job: jobs.Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        held = await self._end(job, fencing.RETRY, retry_at=retry_at or datetime.now(UTC))
        if held == 0:
            logger.warning("Attempt %s of job %s failed after the job had been taken over; ignored.", job.attempts + 1, job.id)

    async def _end(self, job: jobs.Job, statement: str, **parameters: Any) -> int | None:
        self._long.discard(job.id)
        for pause in (*PAUSES, None):
            try:
                row = await self.connector.execute_query_one_async(statement, **Token.of(job).parameters(), **parameters)
            except (exceptions.ConnectorException, psycopg.Error):
                if pause is None:
                    logger.exception("The end of job %s could not be written; it will run again.", job.id)
                    self._lost()
                    return None
                await asyncio.sleep(pause)
            else:
                return int(row["held"])
        return None
