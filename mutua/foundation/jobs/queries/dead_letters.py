"""The jobs that were given up, with the reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mutua.foundation.access import Actor, NotFound, require

SHOWN = 100

LETTERS = """
SELECT job.id, job.task_name, job.queue_name, job.args, job.attempts, failure.reason, failure.trace, failure.failed_at,
       count(*) OVER () AS known
  FROM procrastinate_jobs job LEFT JOIN jobs_jobfailure failure ON failure.job_id = job.id
 WHERE job.status = 'failed' AND (%(job_id)s::bigint IS NULL OR job.id = %(job_id)s)
 ORDER BY failure.failed_at DESC NULLS LAST, job.id DESC LIMIT %(limit)s"""


@dataclass(frozen=True)
class DeadLetter:
    """One job that was given up. attempts: how often it was tried. known: how many dead letters there are in all."""

    id: int
    task_name: str
    queue: str
    arguments: dict[str, Any]
    attempts: int
    reason: str
    trace: str
    failed_at: datetime | None
    known: int

    @property
    def title(self) -> str:
        """The listener, or the function, in words: `late_shipment_opens_case` becomes "Late shipment opens case"."""
        name = str(self.arguments.get("listener", self.task_name)).rsplit(".", 1)[-1]
        return name.replace("_", " ").capitalize()

    @property
    def arguments_text(self) -> str:
        return ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in self.arguments.items())


def dead_letters(actor: Actor) -> list[DeadLetter]:
    """The newest first, `SHOWN` at most."""
    require(actor, "jobs.dead_letter.view")
    return _letters(job_id=None, limit=SHOWN)


def dead_letter_for(actor: Actor, job_id: int) -> DeadLetter:
    require(actor, "jobs.dead_letter.view")
    for letter in _letters(job_id=job_id, limit=1):
        return letter
    raise NotFound("dead letter")


def _letters(*, job_id: int | None, limit: int) -> list[DeadLetter]:
    with connection.cursor() as cursor:
        cursor.execute(LETTERS, {"job_id": job_id, "limit": limit})
        return [
            DeadLetter(
                id, name, queue, json.loads(args) if isinstance(args, str) else args, attempts, reason or "", trace or "", failed_at, known
            )
            for id, name, queue, args, attempts, reason, trace, failed_at, known in cursor.fetchall()
        ]
