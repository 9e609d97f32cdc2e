"""Doors to work that a worker does."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import RunningJob, task
from mutua.foundation.tags.actions.change_tag import rewrite_batch
from mutua.foundation.tags.tagging import taggables

FLOW = "tags rewritten"


@task(effect="many")
def rewrite_tag(job: RunningJob, was: str, now: str) -> None:
    """Let the records follow a tag that was renamed, merged or (now: "") deleted; run again it finds what is left."""
    if was == now:
        return
    for its in taggables():
        found = 1
        while found:
            with job.step():
                found = rewrite_batch(flow_actor(FLOW), its, was, now or None)
