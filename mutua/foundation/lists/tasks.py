"""The door to acts on many rows."""

from __future__ import annotations

from django.utils import translation
from procrastinate.exceptions import JobAborted

from mutua.foundation.jobs import RunningJob, progress, task
from mutua.foundation.jobs.fencing import Superseded
from mutua.foundation.lists.models import BulkRun
from mutua.foundation.lists.running import go_on, title_of


@task(effect="many", retry=3)
def do_bulk_run(job: RunningJob, run_id: int) -> None:
    """Do what is left of an act on many rows."""
    run = BulkRun.objects.select_related("owner", "takes_back").get(pk=run_id)
    if run.is_over:
        return
    # Its sentences are for the person who asked.
    with translation.override(run.owner.locale or None):
        told = progress(run.progress_key, title_of(run), total=len(run.ids), user_id=run.owner_id)
        told.advance(run.next)
        try:
            go_on(run, job, told)
        except (Superseded, JobAborted):
            raise
        except Exception as error:
            told.fail(str(error))
            raise
