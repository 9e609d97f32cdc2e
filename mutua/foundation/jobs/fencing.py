"""Who holds a job: the queue itself does not ask, so a worker that was frozen could finish its successor's work.

A job is held by (job, attempt, worker). Every write in its name is guarded by that token, in the statement itself. The effect
runs in one transaction which first locks the job's row under its token and last marks it as done: the effect and the mark are
one commit, so there is no moment in which the work has happened and the queue does not know it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from procrastinate import jobs

HOLD = """
SELECT id FROM procrastinate_jobs
 WHERE id = %(job_id)s AND status = 'doing' AND attempts = %(attempt)s AND worker_id IS NOT DISTINCT FROM %(worker_id)s
   FOR NO KEY UPDATE"""

FINISH = """
WITH ended AS (
    UPDATE procrastinate_jobs
       SET status = %(status)s::procrastinate_job_status, attempts = attempts + 1, abort_requested = false
     WHERE id = %(job_id)s AND status = 'doing' AND attempts = %(attempt)s AND worker_id IS NOT DISTINCT FROM %(worker_id)s
    RETURNING id)
SELECT count(*) AS held FROM ended"""

# A job that somebody asked to stop does not come back: it ends as failed, as in the queue's own function.
RETRY = """
WITH ended AS (
    UPDATE procrastinate_jobs
       SET status = CASE WHEN abort_requested THEN 'failed' ELSE 'todo' END::procrastinate_job_status,
           attempts = attempts + 1, scheduled_at = %(retry_at)s, worker_id = NULL, abort_requested = false
     WHERE id = %(job_id)s AND status = 'doing' AND attempts = %(attempt)s AND worker_id IS NOT DISTINCT FROM %(worker_id)s
    RETURNING id)
SELECT count(*) AS held FROM ended"""


class Superseded(Exception):
    """This attempt no longer holds its job: another worker has it, or has done it. Nothing of this attempt is kept."""


@dataclass(frozen=True)
class Token:
    """One attempt of one worker at one job. Attempts only ever grow, so no token is given twice."""

    job_id: int
    attempt: int
    worker_id: int | None

    @classmethod
    def of(cls, job: jobs.Job) -> Token:
        if job.id is None:
            raise ValueError("Only a job that is in the queue can be held.")
        return cls(job.id, job.attempts, job.worker_id)

    def parameters(self) -> dict[str, Any]:
        return {"job_id": self.job_id, "attempt": self.attempt, "worker_id": self.worker_id}


def hold(token: Token) -> None:
    """Lock the job's row until the transaction ends. Raises Superseded when this attempt does not hold it any more."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, token.parameters())
        if cursor.fetchone() is None:
            raise Superseded(f"Attempt {token.attempt + 1} of job {token.job_id} has been taken over.")


def mark_done(token: Token) -> None:
    """Mark the job as done, in the transaction of its effect."""
    with connection.cursor() as cursor:
        cursor.execute(FINISH, {**token.parameters(), "status": "succeeded"})
        if cursor.fetchone() != (1,):
            raise Superseded(f"Attempt {token.attempt + 1} of job {token.job_id} has been taken over.")


@contextmanager
def one_effect(token: Token) -> Iterator[None]:
    """The whole effect of a job and the mark that it has happened, as one commit."""
    with transaction.atomic():
        hold(token)
        yield
        mark_done(token)


@contextmanager
def one_step(token: Token) -> Iterator[None]:
    """One of several effects of a job: committed only while the attempt holds the job."""
    with transaction.atomic():
        hold(token)
        yield
