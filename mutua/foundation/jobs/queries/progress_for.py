"""How far a job has come, for the person who waits for it."""

from __future__ import annotations

from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.jobs.models import JobProgress


def progress_for(actor: Actor, key: str) -> JobProgress:
    return find(visible_to(actor, JobProgress.objects.all()), key=key)
