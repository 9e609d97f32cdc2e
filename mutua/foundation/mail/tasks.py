"""Doors to later work."""

from __future__ import annotations

from datetime import timedelta

from mutua.foundation import days
from mutua.foundation.jobs import RunningJob, task

KEEP_SENT = timedelta(days=30)
KEEP_FAILED = timedelta(days=90)


# Before what else waits: somebody looks at the clock.
@task(effect="many", queue="mail", priority=10)
def deliver_mail(job: RunningJob, mail_id: int) -> None:
    from mutua.foundation.mail.delivering import deliver

    deliver(job, mail_id)


@task(queue="mail", cron="50 3 * * *")
def prune_mail() -> None:
    """Forget what is over: what was sent after a month, what failed after three."""
    from mutua.foundation.mail.models import OutgoingMail

    for state, kept in ((OutgoingMail.State.SENT, KEEP_SENT), (OutgoingMail.State.FAILED, KEEP_FAILED)):
        OutgoingMail.objects.filter(state=state, created_at__lt=days.now() - kept).delete()
