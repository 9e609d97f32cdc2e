"""Trying a job again that had been given up: one attempt more, and no further ones by itself."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.jobs.models import JobFailure
from mutua.foundation.jobs.queries.dead_letters import dead_letter_for
from mutua.foundation.records.errors import Refused

# The attempts go on counting from where they were: an attempt's number is part of its token and must never be given twice.
AGAIN = """
UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = now(), worker_id = NULL
 WHERE id = %s AND status = 'failed' RETURNING id, queue_name"""

WAKE = "SELECT pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', %s)::text)"


@transaction.atomic
def retry_dead_letter(actor: Actor, job_id: int) -> None:
    letter = dead_letter_for(actor, job_id)
    require(actor, "jobs.dead_letter.retry")

    with connection.cursor() as cursor:
        cursor.execute(AGAIN, [letter.id])
        if cursor.fetchone() is None:
            raise Refused(_("Somebody else has dealt with this job in the meantime. Nothing was changed. Load the page again."))
        cursor.execute(WAKE, [letter.id])

    JobFailure.objects.filter(job_id=letter.id).update(handled=JobFailure.Handled.RETRIED, handled_by=actor.name)
