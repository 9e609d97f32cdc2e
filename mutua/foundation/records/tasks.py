"""Doors to work that a worker does."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import RunningJob, task
from mutua.foundation.records.actions.empty_bin import empty_bin
from mutua.foundation.records.bin import bin_kinds

FLOW = "bin emptied"


@task(effect="many", cron="30 3 * * *", queueing_lock="records.empty-bin")
def empty_the_bin(job: RunningJob) -> None:
    """Delete for good what has lain in the bin for thirty days, batch by batch; run again it finds what is left."""
    # Parts before what they hang on: deals before their account.
    for kind in reversed(bin_kinds()):
        after: int | None = 0
        while after is not None:
            with job.step():
                _gone, after = empty_bin(flow_actor(FLOW), kind, after)
