"""Long work that is under way: seen here by whoever waits for it, whichever page it was started from."""

from __future__ import annotations

from typing import Any

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.jobs.permissions import own_or_common
from mutua.foundation.today.registry import notice


@notice(key="running", needs="jobs.progress.view", order=0, stays=True)
def running_work(actor: Actor) -> tuple[str, dict[str, Any]] | None:
    under_way = JobProgress.objects.filter(
        own_or_common(actor, JobProgress), state__in=[JobProgress.State.WAITING, JobProgress.State.RUNNING]
    )
    works = list(visible_to(actor, under_way).order_by("started")[:3])
    return ("today/_running.html", {"works": works}) if works else None
