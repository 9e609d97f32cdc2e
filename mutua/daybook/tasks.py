"""Doors to work that a worker does."""

from __future__ import annotations

from mutua.daybook.actions.extend_series import extend_series
from mutua.daybook.models import MeetingSeries
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import RunningJob, task

FLOW = "meetings repeat"


@task(effect="many", cron="25 1 * * *", queueing_lock="daybook.series")
def extend_every_series(job: RunningJob) -> None:
    """Every night, as the horizon moves on; run again it makes nothing twice."""
    for number in list(MeetingSeries.objects.order_by("pk").values_list("pk", flat=True)):
        with job.step():
            extend_series(flow_actor(FLOW), number)
