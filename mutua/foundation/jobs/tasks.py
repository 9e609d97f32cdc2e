"""Keeping the queue's tables small."""

from __future__ import annotations

from django.db import connection

from mutua.foundation.jobs.doors import task
from mutua.foundation.jobs.timing import KEEP_DONE_DAYS

# A dead letter stays until somebody has dealt with it.
FORGET_JOBS = """
DELETE FROM procrastinate_jobs job
 WHERE job.status IN ('succeeded', 'cancelled', 'aborted')
   AND NOT EXISTS (SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at > now() - %s * interval '1 day')"""
FORGET_REASONS = "DELETE FROM jobs_jobfailure failure WHERE NOT EXISTS (SELECT FROM procrastinate_jobs job WHERE job.id = failure.job_id)"
FORGET_PROGRESS = "DELETE FROM jobs_jobprogress WHERE finished < now() - %s * interval '1 day'"
FORGET_WORKERS = """
DELETE FROM procrastinate_workers worker
 WHERE last_heartbeat < now() - interval '1 day'
   AND NOT EXISTS (SELECT FROM procrastinate_jobs job WHERE job.worker_id = worker.id AND job.status = 'doing')"""


@task(cron="10 * * * *")
def prune_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORGET_JOBS, [KEEP_DONE_DAYS])
        cursor.execute(FORGET_REASONS)
        cursor.execute(FORGET_PROGRESS, [KEEP_DONE_DAYS])
        cursor.execute(FORGET_WORKERS)
