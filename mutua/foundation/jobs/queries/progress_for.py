"""How far a job has come, for the person who waits for it."""

from __future__ import annotations

from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.jobs.permissions import own_or_common


def progress_for(actor: Actor, key: str) -> JobProgress:
    rows = visible_to(actor, JobProgress.objects.all())
    if not actor.is_administrator:
        # Who sees every account sees not therefore what a colleague is waiting for.
        rows = rows.filter(own_or_common(actor, JobProgress))
    return find(rows, key=key)
