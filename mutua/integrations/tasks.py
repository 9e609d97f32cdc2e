"""Doors to later work."""

from __future__ import annotations

from datetime import timedelta

from mutua.foundation import days
from mutua.foundation.jobs import RunningJob, task

KEEP_SENT = timedelta(days=30)


# Among long work, whose places are never all of a worker's: an address that does not answer takes its time.
@task(effect="many", priority=3)
def deliver_webhook(job: RunningJob, delivery_id: int) -> None:
    from mutua.integrations.delivering import deliver

    deliver(job, delivery_id)


@task(cron="55 3 * * *")
def prune_deliveries() -> None:
    """Forget what was sent a month ago; what was given up stays as long as its event."""
    from mutua.integrations.models import WebhookDelivery

    WebhookDelivery.objects.filter(state=WebhookDelivery.State.SENT, created_at__lt=days.now() - KEEP_SENT).delete()
