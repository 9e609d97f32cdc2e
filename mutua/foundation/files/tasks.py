"""Doors to work that a worker does."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.files.actions.sweep_files import sweep_contents, sweep_lost
from mutua.foundation.files.holding import holders
from mutua.foundation.jobs import RunningJob, task

FLOW = "files swept"


@task(effect="many", cron="50 3 * * *", queueing_lock="files.sweep")
def sweep_files(job: RunningJob) -> None:
    """Remove, after the bin was emptied, what hangs on nothing and what nothing names; run again it finds what is left."""
    for holder in holders():
        found = 1
        while found:
            with job.step():
                found = sweep_lost(flow_actor(FLOW), holder)
    with job.step():
        sweep_contents(flow_actor(FLOW))
