"""When a job that failed runs again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from procrastinate import exceptions, jobs
from procrastinate import retry as queue

LONGEST = timedelta(hours=1)


def wait_before(attempt: int) -> timedelta:
    """The pause after failed attempt number `attempt` (from 1): 2, 4, 8 … seconds, an hour at most."""
    return min(timedelta(seconds=2 ** min(attempt, 20)), LONGEST)


class Backoff(queue.BaseRetryStrategy):
    """At most `retries` further attempts, each after a longer pause; then the job is a dead letter."""

    def __init__(self, retries: int) -> None:
        self.retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: jobs.Job) -> queue.RetryDecision | None:
        if isinstance(exception, exceptions.JobAborted):
            # The worker was told to stop between two steps: nothing is wrong with the job, and another worker goes on.
            return queue.RetryDecision(retry_at=datetime.now(UTC))
        if job.attempts >= self.retries:
            return None
        return queue.RetryDecision(retry_at=datetime.now(UTC) + wait_before(job.attempts + 1))
