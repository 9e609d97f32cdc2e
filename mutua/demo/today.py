"""While the demonstration comes in, Today shows how far it is."""

from __future__ import annotations

from typing import Any

from mutua.demo.noting import PROGRESS_KEY
from mutua.foundation.access import Actor
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.today import notice


@notice(key="demonstration", order=0, needs="jobs.progress.view", stays=True)
def loading(actor: Actor) -> tuple[str, dict[str, Any]] | None:
    bar = JobProgress.objects.filter(key=PROGRESS_KEY, finished=None).first()
    return ("demo/_loading.html", {"bar": bar}) if bar is not None else None
