"""Dismissing a job that had been given up: it will not run, and leaves the list."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.jobs.models import JobFailure
from mutua.foundation.jobs.queries.dead_letters import dead_letter_for
from mutua.foundation.records.errors import Refused


@transaction.atomic
def dismiss_dead_letter(actor: Actor, job_id: int) -> None:
    letter = dead_letter_for(actor, job_id)
    require(actor, "jobs.dead_letter.retry")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s AND status = 'failed' RETURNING id", [letter.id])
        if cursor.fetchone() is None:
            raise Refused(_("Somebody else has dealt with this job in the meantime. Nothing was changed. Load the page again."))

    JobFailure.objects.filter(job_id=letter.id).update(handled=JobFailure.Handled.DISMISSED, handled_by=actor.name)
