"""What waits, what runs and who works: the state of the queue in three numbers and a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.jobs import timing


@dataclass(frozen=True)
class WorkerSeen:
    id: int
    last_heartbeat: datetime
    running: int
    silent: bool


@dataclass(frozen=True)
class QueueState:
    """waiting: due and not begun. later: due in the future, retries included. oldest: when the first waiting job was asked for."""

    waiting: int
    later: int
    running: int
    oldest: datetime | None
    workers: list[WorkerSeen]

    @property
    def waits_long(self) -> bool:
        """Whether something has waited for more than a minute: the workers are too few, or stand still."""
        return self.oldest is not None and days.now() - self.oldest > timedelta(minutes=1)


def queue_state(actor: Actor) -> QueueState:
    require(actor, "jobs.dead_letter.view")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE status = 'todo' AND COALESCE(scheduled_at, now()) <= now()),
                   count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()),
                   count(*) FILTER (WHERE status = 'doing'),
                   (SELECT min(event.at) FROM procrastinate_events event JOIN procrastinate_jobs job ON job.id = event.job_id
                     WHERE event.type = 'deferred' AND job.status = 'todo' AND COALESCE(job.scheduled_at, now()) <= now())
              FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"""
        )
        waiting, later, running, oldest = cursor.fetchone() or (0, 0, 0, None)
        cursor.execute(
            """
            SELECT worker.id, worker.last_heartbeat, count(job.id), worker.last_heartbeat < now() - %s * interval '1 second'
              FROM procrastinate_workers worker
              LEFT JOIN procrastinate_jobs job ON job.worker_id = worker.id AND job.status = 'doing'
             GROUP BY worker.id HAVING count(job.id) > 0 OR worker.last_heartbeat > now() - interval '1 hour'
             ORDER BY worker.last_heartbeat DESC LIMIT 20""",
            [timing.STALLED],
        )
        workers = [WorkerSeen(*row) for row in cursor.fetchall()]
    return QueueState(waiting, later, running, oldest, workers)
