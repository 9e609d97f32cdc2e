"""Kept answers go after two days."""

from __future__ import annotations

from datetime import timedelta

from mutua.foundation import days
from mutua.foundation.api.models import KeptAnswer
from mutua.foundation.jobs import task

KEPT = timedelta(days=2)


@task(cron="17 * * * *", queueing_lock="api-forget-answers")
def forget_answers() -> None:
    KeptAnswer.objects.filter(at__lt=days.now() - KEPT).delete()
